import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ReplyOf, RequestContract } from '@sluice/contract-kit';
import { RequestFailed, Requests, ServiceAway } from '@sluice/messaging';
import { aboutWithdrawal } from '@sluice/telemetry';
import type { z } from 'zod';
import { GatewayConfig } from '../gateway.config.js';

/** Waits between the attempts after a service failed: long enough for a database to choose a new primary. */
const PAUSES_MS = [200, 1_000, 3_000];

interface For {
  readonly tenantId: string;
  readonly withdrawalId?: string | undefined;
  /** How long the asker waits, where the answer takes longer than usual. */
  readonly patienceMs?: number | undefined;
}

/** The services behind the gateway. Every request of theirs is safe to repeat, so a failure of the moment is not the client's. */
@Injectable()
export class Services {
  constructor(private readonly requests: Requests, private readonly config: GatewayConfig) {}

  /** @throws DomainError when refused; RequestTimedOut and RequestFailed when it cannot be had now */
  ask<C extends RequestContract>(contract: C, ask: z.input<C['ask']>, context: For): Promise<ReplyOf<C>> {
    const asked = (): Promise<ReplyOf<C>> => this.askInTime(contract, ask, context);
    return context.withdrawalId === undefined ? asked() : aboutWithdrawal(context.withdrawalId, asked);
  }

  private async askInTime<C extends RequestContract>(contract: C, ask: z.input<C['ask']>, { tenantId, withdrawalId, patienceMs = this.config.requestTimeoutMs }: For): Promise<ReplyOf<C>> {
    const deadline = Date.now() + patienceMs;
    for (const pauseMs of PAUSES_MS) {
      try {
        return await this.requests.request(contract, ask, { tenantId, withdrawalId, timeoutMs: deadline - Date.now() });
      } catch (error) {
        if (!(error instanceof RequestFailed) || error instanceof ServiceAway || Date.now() + pauseMs >= deadline) throw error;
        await pause(pauseMs);
      }
    }
    return this.requests.request(contract, ask, { tenantId, withdrawalId, timeoutMs: deadline - Date.now() });
  }
}
