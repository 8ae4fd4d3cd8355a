import { Schema } from 'mongoose';
import type { ClientKind } from '../access/client.js';

export interface ClientDocument {
  _id: string;
  tenantId: string;
  kind: ClientKind;
  scopes: string[];
  /** scrypt; for clients that get their token at a token endpoint. */
  secretHash?: string;
  /** SHA-256; for clients whose key is their token. */
  keyDigest?: string;
  /** Since when its credentials are good no more. */
  revokedAt?: Date;
}

export const clientSchema = new Schema<ClientDocument>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    kind: { type: String, required: true },
    scopes: { type: [String], required: true },
    secretHash: String,
    keyDigest: String,
    revokedAt: Date,
  },
  { versionKey: false },
).index({ keyDigest: 1 }, { unique: true, sparse: true }).index({ tenantId: 1, _id: 1 });

export interface TenantDocument {
  _id: string;
  name: string;
}

export const tenantSchema = new Schema<TenantDocument>({ _id: { type: String, required: true }, name: { type: String, required: true } }, { versionKey: false });
