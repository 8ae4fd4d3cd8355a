import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { StoredClient } from '../access/client.js';
import { Clients } from '../ports/clients.js';
import type { ClientDocument, TenantDocument } from './client.schemas.js';

function clientOf(document: ClientDocument | null): StoredClient | null {
  if (!document) return null;
  const { _id: id, tenantId, kind, scopes, secretHash, keyDigest } = document;
  if (secretHash !== undefined) return { id, tenantId, kind, scopes, secretHash };
  return keyDigest === undefined ? null : { id, tenantId, kind, scopes, keyDigest };
}

@Injectable()
export class MongoClients extends Clients {
  constructor(
    @InjectModel('clients') private readonly clients: Model<ClientDocument>,
    @InjectModel('tenants') private readonly tenants: Model<TenantDocument>,
  ) {
    super();
  }

  async byId(id: string): Promise<StoredClient | null> {
    return clientOf(await this.clients.findById(id).lean().exec());
  }

  async byKeyDigest(digest: string): Promise<StoredClient | null> {
    return clientOf(await this.clients.findOne({ keyDigest: digest }).lean().exec());
  }

  async put({ id, ...client }: StoredClient): Promise<void> {
    await this.clients.replaceOne({ _id: id }, { ...client, scopes: [...client.scopes] }, { upsert: true }).exec();
  }

  async putTenant({ id, name }: { id: string; name: string }): Promise<void> {
    await this.tenants.replaceOne({ _id: id }, { name }, { upsert: true }).exec();
  }
}
