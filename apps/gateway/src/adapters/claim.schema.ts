import { Schema } from 'mongoose';
import type { ClaimRecord, KeyedRequest } from '../idempotency/claim.js';

export interface ClaimDocument extends ClaimRecord, KeyedRequest {
  _id: string;
  createdAt: Date;
}

/** The id is made of tenant, dialect, method, path and key: no two requests can take one key. */
export const claimSchema = new Schema<ClaimDocument>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    dialect: { type: String, required: true },
    method: { type: String, required: true },
    path: { type: String, required: true },
    key: { type: String, required: true },
    fingerprint: { type: String, required: true },
    ids: { type: Object, required: true },
    holder: { type: String, required: true },
    leaseUntil: { type: Date, required: true },
    answer: { type: Object, default: null },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
