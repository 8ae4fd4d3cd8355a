import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { isDuplicateKey } from '@sluice/persistence';
import { Schema, type Model } from 'mongoose';
import { defaultSandbox, sandboxSchema, type Sandbox } from './sandbox.js';

export interface SandboxDocument extends Sandbox {
  _id: string;
}

export const sandboxDocumentSchema = new Schema<SandboxDocument>(
  {
    _id: { type: String, required: true },
    revision: { type: Number, required: true },
    clockOffsetMs: { type: Number, required: true },
    pace: { type: String, required: true },
    rfi: { type: Object, required: true },
  },
  { versionKey: false, minimize: false },
);

/** Every tenant's sandbox settings; the gateway is where they are set. */
@Injectable()
export class Sandboxes {
  constructor(@InjectModel('sandboxes') private readonly sandboxes: Model<SandboxDocument>) {}

  /** As last set, or the defaults. */
  async read(tenantId: string): Promise<Sandbox> {
    const document = await this.sandboxes.findById(tenantId).lean().exec();
    return document ? sandboxSchema.parse(document) : defaultSandbox;
  }

  /** Applies the change to what is stored, counts the revision up, and returns what is stored now. */
  async change(tenantId: string, decide: (current: Sandbox) => Sandbox): Promise<Sandbox> {
    for (;;) {
      const current = await this.read(tenantId);
      const next = { ...decide(current), revision: current.revision + 1 };
      if (await this.replaced(tenantId, current.revision, next)) return next;
    }
  }

  /** How far the tenant that is furthest ahead has gone, in milliseconds. */
  async furthestOffsetMs(): Promise<number> {
    const furthest = await this.sandboxes.findOne().sort({ clockOffsetMs: -1 }).lean().exec();
    return furthest?.clockOffsetMs ?? 0;
  }

  /** False when another change was faster. The first one is an insert, which only one can win. */
  private async replaced(tenantId: string, revision: number, next: Sandbox): Promise<boolean> {
    try {
      const { matchedCount, upsertedCount } = await this.sandboxes.replaceOne({ _id: tenantId, revision }, next, { upsert: revision === 0 }).exec();
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
