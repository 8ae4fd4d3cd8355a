import { Schema } from 'mongoose';
import type { AuditRecord, ChainEnd } from '../audit/audit-record.js';

export interface AuditDocument extends AuditRecord {
  _id: string;
}

export interface AuditEndDocument extends ChainEnd {
  /** The tenant's id. */
  _id: string;
}

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;

/** The id is made of tenant and sequence, so that two writers cannot take the same place in the chain. */
export const auditSchema = new Schema<AuditDocument>(
  {
    _id: text, tenantId: text, sequence: number, kind: text, actionId: text, action: text, who: text, reason: { type: String, default: null }, target: text, at: text,
    outcome: { type: String, default: null }, previousHash: text, hash: text,
  },
  { versionKey: false },
).index({ tenantId: 1, sequence: -1 }, { unique: true }).index({ tenantId: 1, target: 1, sequence: -1 });

export const auditEndSchema = new Schema<AuditEndDocument>({ _id: text, sequence: number, hash: text }, { versionKey: false });
