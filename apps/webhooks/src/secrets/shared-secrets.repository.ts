import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { sharedSecretsSchema, type SharedSecrets } from './secret.js';

export const SHARED_SECRETS = 'shared_secrets';

export const sharedSecretsStored: Schema = aggregateSchema({ secrets: [Object] });

/** One document for each tenant and dialect, so that no two additions can make a third active secret. */
@Injectable()
export class SharedSecretsRepository extends AggregateStore<SharedSecrets> {
  constructor(@InjectModel(SHARED_SECRETS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, sharedSecretsSchema);
  }

  static idOf(tenantId: string, dialect: string): string {
    return JSON.stringify([tenantId, dialect]);
  }

  async of(tenantId: string, dialect: string): Promise<SharedSecrets | undefined> {
    return (await this.find(SharedSecretsRepository.idOf(tenantId, dialect)))?.state;
  }
}
