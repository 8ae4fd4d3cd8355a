import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { idFrom } from '@sluice/kernel';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { z } from 'zod';
import { allotted, released, type Nonces } from './nonces.js';

export const SIGNER_NONCES = 'signer_nonces';

export const signerNoncesSchema = aggregateSchema({ next: Number, held: [Object] });

const noncesSchema: z.ZodType<Nonces> = z.object({
  next: z.int().nonnegative(),
  held: z.array(z.object({ key: z.string(), nonce: z.int().nonnegative(), isDone: z.boolean() })),
});

/** A signer's account belongs to no tenant. */
const causeFor = (id: string) => ({ id: idFrom('nonce', id), tenantId: 'shared' });

/** Account nonces by chain and signer: each is given to one key, by compare-and-set, whoever asks. */
@Injectable()
export class SignerNonces extends AggregateStore<Nonces> {
  constructor(@InjectModel(SIGNER_NONCES) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, noncesSchema);
  }

  /** The nonce of this key: the same however often it is asked for. `used` tells how many the chain has seen. */
  async allot(account: string, key: string, used: () => Promise<number>): Promise<number> {
    const result = await this.change(account, causeFor(account), async (current) => {
      if (current?.state.held.some((held) => held.key === key)) return null;
      return { state: allotted(current?.state ?? null, key, await used()) };
    });
    const nonce = result?.state.held.find((held) => held.key === key)?.nonce;
    if (nonce === undefined) throw new Error(`${key} was given no nonce of ${account}.`);
    return nonce;
  }

  async release(account: string, key: string): Promise<void> {
    await this.change(account, causeFor(account), (current) => {
      const next = current && released(current.state, key);
      return next && { state: next };
    });
  }
}
