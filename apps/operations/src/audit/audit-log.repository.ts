import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { AuditEntry, AuditRecord, AuditVerification } from '@sluice/contract-operations';
import { isDuplicateKey } from '@sluice/persistence';
import { Schema, type Model } from 'mongoose';
import { chained, verifyChain, type ChainEnd } from './audit-record.js';

/** Which records of a tenant, newest first: older than `before`, about one of these targets. */
interface AuditQuery {
  readonly limit: number;
  readonly before?: number | undefined;
  readonly targets?: readonly string[] | undefined;
}

export interface AuditDocument extends AuditRecord {
  _id: string;
  /** Recorded by a release in which the gateway kept the log, and stored as it was. */
  taken?: boolean;
}

export interface AuditEndDocument extends ChainEnd {
  /** The tenant's id. */
  _id: string;
}

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;

/** The id is made of tenant and sequence, so that two writers cannot take the same sequence number; a request that comes again finds its record by action and kind. */
export const auditSchema = new Schema<AuditDocument>(
  {
    _id: text, tenantId: text, sequence: number, kind: text, actionId: text, action: text, who: text, reason: { type: String, default: null }, target: text, at: text,
    outcome: { type: String, default: null }, previousHash: text, hash: text, taken: Boolean,
  },
  { versionKey: false },
).index({ tenantId: 1, sequence: -1 }, { unique: true }).index({ tenantId: 1, actionId: 1, kind: 1 }, { unique: true }).index({ tenantId: 1, target: 1, sequence: -1 });

export const auditEndSchema = new Schema<AuditEndDocument>({ _id: text, sequence: number, hash: text }, { versionKey: false });

const LONGEST_PAUSE_MS = 50;
const MOST_RACES = 200;

/** What operators did, one chain for each tenant; no record is ever changed or removed. The first writer takes the next sequence number; the others read again and take the one after. */
@Injectable()
export class AuditLog {
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(
    @InjectModel('audit_records') private readonly records: Model<AuditDocument>,
    @InjectModel('audit_ends') private readonly ends: Model<AuditEndDocument>,
  ) {}

  /** Durable when it resolves, and in the chain exactly once, however often it is called for one entry. This process's own records are written one after the other, so that only other instances are raced with. */
  append(tenantId: string, entry: AuditEntry): Promise<AuditRecord> {
    return this.inTurn(tenantId, () => this.race(tenantId, entry));
  }

  /**
   * Takes records that the gateway has kept, in their order. They stay as they are, hash for hash and gap for gap, so that whoever touched them there is
   * found out here; but those that were recorded there after this chain had gone on are appended to it as if they were new.
   */
  take(tenantId: string, records: readonly AuditRecord[], end: ChainEnd | null): Promise<void> {
    return this.inTurn(tenantId, async () => {
      for (const record of records) await this.takeOne(tenantId, record);
      if (end !== null) await this.noted(tenantId, end);
    });
  }

  async list(tenantId: string, { limit, before, targets }: AuditQuery): Promise<AuditRecord[]> {
    const filter = { tenantId, ...(before === undefined ? {} : { sequence: { $lt: before } }), ...(targets === undefined ? {} : { target: { $in: [...targets] } }) };
    return this.records.find(filter, { _id: 0, taken: 0 }).sort({ sequence: -1 }).limit(limit).lean<AuditRecord[]>().exec();
  }

  async verify(tenantId: string): Promise<AuditVerification> {
    const end = await this.ends.findById(tenantId).lean<ChainEnd>().exec();
    return verifyChain(this.records.find({ tenantId }).sort({ sequence: 1, _id: 1 }).lean<AuditRecord>().cursor(), end);
  }

  private inTurn<Done>(tenantId: string, work: () => Promise<Done>): Promise<Done> {
    const done = (this.queues.get(tenantId) ?? Promise.resolve()).then(work);
    const settled: Promise<unknown> = done.catch(() => undefined).finally(() => {
      if (this.queues.get(tenantId) === settled) this.queues.delete(tenantId);
    });
    this.queues.set(tenantId, settled);
    return done;
  }

  private async race(tenantId: string, entry: AuditEntry): Promise<AuditRecord> {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const last = await this.last(tenantId);
      const record = chained(tenantId, entry, last);
      if (await this.inserted(record)) {
        await this.noted(tenantId, record);
        return record;
      }
      const known = await this.known(tenantId, entry);
      if (known !== null) return known;
      await pause(Math.random() * LONGEST_PAUSE_MS);
    }
    throw new Error(`The audit log of ${tenantId} grows too fast.`);
  }

  private async takeOne(tenantId: string, record: AuditRecord): Promise<void> {
    const last = await this.last(tenantId);
    const hasGoneOn = last !== null && last.taken !== true;
    if (!hasGoneOn && await this.inserted({ ...record, taken: true })) return;
    if (await this.known(tenantId, record) === null) await this.race(tenantId, record);
  }

  private last(tenantId: string): Promise<AuditDocument | null> {
    return this.records.findOne({ tenantId }).sort({ sequence: -1 }).lean<AuditDocument>().exec();
  }

  private known(tenantId: string, { actionId, kind }: AuditEntry): Promise<AuditRecord | null> {
    return this.records.findOne({ tenantId, actionId, kind }, { _id: 0, taken: 0 }).lean<AuditRecord>().exec();
  }

  /** False when its sequence number is taken, or it is there. */
  private async inserted(record: Omit<AuditDocument, '_id'>): Promise<boolean> {
    try {
      await this.records.create([{ _id: `${record.tenantId}/${record.sequence}`, ...record }], { w: 'majority' });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Where the chain has reached, apart from the chain. It may lag behind after a crash, and never goes back. */
  private async noted(tenantId: string, { sequence, hash }: ChainEnd): Promise<void> {
    try {
      await this.ends.updateOne({ _id: tenantId, sequence: { $lt: sequence } }, { $set: { sequence, hash } }, { upsert: true }).exec();
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
