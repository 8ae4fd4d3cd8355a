import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ReplyOf, RequestContract } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { RequestFailed, Requests, ServiceAway } from '@sluice/messaging';
import { aboutWithdrawal } from '@sluice/telemetry';
import type { z } from 'zod';
import { GatewayConfig } from '../gateway.config.js';

/** Waits between the attempts after a service failed: long enough for a database to choose a new primary. */
const PAUSES_MS = [200, 1_000, 3_000];

/** In whose name a request is made. */
export interface Caller {
  readonly tenantId: string;
}

interface Context extends Caller {
  readonly withdrawalId?: string | undefined;
  /** How long to wait for the reply, where it takes longer than usual. */
  readonly timeoutMs?: number | undefined;
}

/** The body of a request. */
export type BodyFor<C extends RequestContract> = z.input<C['body']>;

/** The services behind the gateway. Every request to them is safe to repeat, so a short failure is not shown to the client. */
@Injectable()
export class Services {
  constructor(private readonly requests: Requests, private readonly config: GatewayConfig) {}

  /** @throws DomainError when refused; RequestTimedOut and RequestFailed when there is no reply now */
  request<C extends RequestContract>(contract: C, body: BodyFor<C>, context: Context): Promise<ReplyOf<C>> {
    const send = (): Promise<ReplyOf<C>> => this.requestInTime(contract, body, context);
    return context.withdrawalId === undefined ? send() : aboutWithdrawal(context.withdrawalId, send);
  }

  private async requestInTime<C extends RequestContract>(contract: C, body: BodyFor<C>, { tenantId, withdrawalId, timeoutMs = this.config.requestTimeoutMs }: Context): Promise<ReplyOf<C>> {
    const deadline = performance.now() + timeoutMs;
    for (const pauseMs of PAUSES_MS) {
      try {
        return await this.requests.request(contract, body, { tenantId, withdrawalId, timeoutMs: deadline - performance.now() });
      } catch (error) {
        if (!(error instanceof RequestFailed) || error instanceof ServiceAway || performance.now() + pauseMs >= deadline) throw error;
        await pause(pauseMs);
      }
    }
    return this.requests.request(contract, body, { tenantId, withdrawalId, timeoutMs: deadline - performance.now() });
  }
}

/**
 * The one check of ownership: what a request names must be there and belong to its tenant. Services refuse `not_found` in both cases;
 * `otherwise` says what that means to this caller.
 */
export async function owned<Found, Otherwise = never>(finding: Promise<Found>, otherwise: () => Otherwise | Promise<Otherwise>): Promise<Found | Otherwise> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return otherwise();
    throw error;
  }
}

/** A field that names nothing of the tenant's is a bad field, and no missing resource. @throws DomainError `invalid_request` */
export const ownedField = <Found>(field: string, finding: Promise<Found>, message?: string): Promise<Found> =>
  owned(finding, () => {
    throw badField(field, message);
  });

export const badField = (field: string, message = 'is unknown'): DomainError => new DomainError('invalid_request', 'The request is not valid.', [{ field, message }]);
