import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type Model } from 'mongoose';
import type { ClientKind, StoredClient, Tenant } from './client.js';

export interface ClientDocument {
  _id: string;
  tenantId: string;
  kind: ClientKind;
  scopes: string[];
  /** Of an operator's key that may act for other tenants. */
  tenants?: string[];
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
    tenants: { type: [String], default: undefined },
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

function clientOf(document: ClientDocument | null): StoredClient | null {
  if (!document) return null;
  const { _id: id, tenantId, kind, scopes, tenants, secretHash, keyDigest, revokedAt } = document;
  const client = { id, tenantId, kind, scopes, ...(tenants === undefined ? {} : { tenants }), ...(revokedAt === undefined ? {} : { revokedAt }) };
  if (secretHash !== undefined) return { ...client, secretHash };
  return keyDigest === undefined ? null : { ...client, keyDigest };
}

/** Clients and tenants as they are stored. */
@Injectable()
export class ClientsRepository {
  constructor(
    @InjectModel('clients') private readonly clients: Model<ClientDocument>,
    @InjectModel('tenants') private readonly tenants: Model<TenantDocument>,
  ) {}

  /** Every tenant, by id. */
  async allTenants(): Promise<Tenant[]> {
    const found = await this.tenants.find({}).sort({ _id: 1 }).lean<TenantDocument[]>().exec();
    return found.map(({ _id: id, name }) => ({ id, name }));
  }

  async byId(id: string): Promise<StoredClient | null> {
    return clientOf(await this.clients.findById(id).lean().exec());
  }

  async byKeyDigest(digest: string): Promise<StoredClient | null> {
    return clientOf(await this.clients.findOne({ keyDigest: digest }).lean().exec());
  }

  async put({ id, tenantId, kind, scopes, ...credential }: StoredClient): Promise<void> {
    const former = 'secretHash' in credential ? { keyDigest: '' } : { secretHash: '' };
    await this.clients.updateOne({ _id: id }, { $set: { tenantId, kind, scopes: [...scopes], ...credential }, $unset: former }, { upsert: true }).exec();
  }

  async revoke(id: string, tenantId: string, at: Date): Promise<boolean> {
    await this.clients.updateOne({ _id: id, tenantId, revokedAt: { $exists: false } }, { $set: { revokedAt: at } }).exec();
    return (await this.clients.exists({ _id: id, tenantId }).exec()) !== null;
  }

  async ofTenant(tenantId: string, { limit, after }: { readonly limit: number; readonly after?: string | undefined }): Promise<StoredClient[]> {
    const found = await this.clients.find({ tenantId, ...(after === undefined ? {} : { _id: { $gt: after } }) }).sort({ _id: 1 }).limit(limit).lean().exec();
    return found.map(clientOf).filter((client) => client !== null);
  }

  async tenant(id: string): Promise<Tenant | null> {
    const found = await this.tenants.findById(id).lean().exec();
    return found && { id, name: found.name };
  }

  async putTenant({ id, name }: Tenant): Promise<void> {
    await this.tenants.replaceOne({ _id: id }, { name }, { upsert: true }).exec();
  }
}
