import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { appendAuditRecord, listAuditRecords, takeAuditRecords, verifyAuditLog, type AuditEntry, type AuditRecord, type AuditVerification } from '@sluice/contract-operations';
import type { ReplyOf } from '@sluice/contract-kit';
import { Schema, type Model } from 'mongoose';
import { Services, type BodyFor } from '../services/services.js';

type OlderRecord = AuditRecord & { readonly _id: string };

interface OlderEnd {
  readonly _id: string;
  readonly sequence: number;
  readonly hash: string;
  /** Up to which record operations has them. */
  readonly handedOver?: number;
}

const number = { type: Number, required: true } as const;
const text = { type: String, required: true } as const;

/** What older releases recorded here, and go on recording while they run beside this one. Nothing is added by this one. */
export const olderAuditSchema = new Schema<OlderRecord>({ _id: text, tenantId: text, sequence: number }, { versionKey: false, strict: false })
  .index({ tenantId: 1, sequence: -1 }, { unique: true }).index({ tenantId: 1, target: 1, sequence: -1 });
export const olderAuditEndSchema = new Schema<OlderEnd>({ _id: text, sequence: number, hash: text, handedOver: Number }, { versionKey: false });

const HANDED_OVER_AT_ONCE = 500;
/** All records of a tenant are read to prove them. */
const VERIFICATION_TIMEOUT_MS = 80_000;

/** The audit log, which operations keeps. What older releases recorded in the gateway's database is handed over first, once a process for each tenant; it stays here as it was. */
@Injectable()
export class AuditLog {
  private readonly handovers = new Map<string, Promise<void>>();

  constructor(
    private readonly services: Services,
    @InjectModel('audit_records') private readonly records: Model<OlderRecord>,
    @InjectModel('audit_ends') private readonly ends: Model<OlderEnd>,
  ) {}

  /** Durable when it resolves, and in the chain once: a request that is repeated finds its record. */
  async append(tenantId: string, entry: AuditEntry): Promise<void> {
    await this.whole(tenantId);
    await this.services.request(appendAuditRecord, entry, { tenantId });
  }

  async list(tenantId: string, query: BodyFor<typeof listAuditRecords>): Promise<ReplyOf<typeof listAuditRecords>> {
    await this.whole(tenantId);
    return this.services.request(listAuditRecords, query, { tenantId });
  }

  async verify(tenantId: string): Promise<AuditVerification> {
    await this.whole(tenantId);
    return this.services.request(verifyAuditLog, {}, { tenantId, timeoutMs: VERIFICATION_TIMEOUT_MS });
  }

  /** Resolves when operations has every record of the tenant's. */
  whole(tenantId: string): Promise<void> {
    const handover = this.handovers.get(tenantId) ?? this.handOver(tenantId).catch((error: unknown) => {
      this.handovers.delete(tenantId);
      throw error;
    });
    this.handovers.set(tenantId, handover);
    return handover;
  }

  private async handOver(tenantId: string): Promise<void> {
    const known = await this.ends.findById(tenantId).lean<OlderEnd>().exec();
    const end = known && { sequence: known.sequence, hash: known.hash };
    for (let handedOver = known?.handedOver ?? 0; ; ) {
      const records = await this.records.find({ tenantId, sequence: { $gt: handedOver } }, { _id: 0, tenantId: 0 }).sort({ sequence: 1 }).limit(HANDED_OVER_AT_ONCE).lean<AuditRecord[]>().exec();
      const isLast = records.length < HANDED_OVER_AT_ONCE;
      if (records.length === 0 && handedOver >= (end?.sequence ?? 0)) return;
      await this.services.request(takeAuditRecords, { records, end: isLast ? end : null }, { tenantId });
      handedOver = records.at(-1)?.sequence ?? end?.sequence ?? handedOver;
      await this.ends.updateOne({ _id: tenantId }, { $max: { handedOver } }).exec();
      if (isLast) return;
    }
  }
}
