import { setTimeout as pause } from 'node:timers/promises';
import type { ReplyOf, RequestContract } from '@sluice/contract-kit';
import { DomainError, newId } from '@sluice/kernel';
import { Requests } from '@sluice/messaging';
import type { z } from 'zod';
import type { World } from '../world/world.js';

export const TENANT = 'acme';

/** What a client was told of an order of his. */
export interface OrderOutcome {
  readonly withdrawalId: string;
  readonly order: string;
  readonly outcome: 'done' | 'refused' | 'unknown';
  readonly code?: string | undefined;
}

const ASKED_AGAIN_AFTER_MS = 700;
const MOST_TRIES = 12;

/** Asks as the gateway does, and again under the same id for as long as he is not answered. */
export class Client {
  readonly outcomes: OrderOutcome[] = [];

  constructor(private readonly world: World) {}

  async request<C extends RequestContract>(contract: C, body: z.input<C['body']>, id = newId(), timeoutMs?: number): Promise<ReplyOf<C>> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.requests.request(contract, body, { tenantId: TENANT, id, timeoutMs });
      } catch (error) {
        if (error instanceof DomainError || tries >= MOST_TRIES) throw error;
        await pause(ASKED_AGAIN_AFTER_MS);
      }
    }
  }

  /** The same of an order: what he was told of it is remembered. */
  async order<C extends RequestContract>(withdrawalId: string, order: string, contract: C, body: z.input<C['body']>, id = newId()): Promise<ReplyOf<C> | null> {
    try {
      const reply = await this.request(contract, body, id);
      this.outcomes.push({ withdrawalId, order, outcome: 'done' });
      return reply;
    } catch (error) {
      const isRefused = error instanceof DomainError;
      this.outcomes.push({ withdrawalId, order, outcome: isRefused ? 'refused' : 'unknown', ...(isRefused ? { code: error.code } : {}) });
      return null;
    }
  }

  private get requests(): Requests {
    const process = this.world.processOf('gateway');
    if (process === undefined) throw new Error('The gateway is away.');
    return process.get(Requests);
  }
}
