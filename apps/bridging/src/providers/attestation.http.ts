import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SharedRates, type SharedRate } from '@sluice/persistence';
import { OutcomeUnknown, Provider, type Call } from '@sluice/providers';
import { ServiceConfig } from '@sluice/service-host';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';
import { BridgingConfig } from '../bridging.config.js';

/** After too many requests the service answers nobody for this long. */
const BLOCKED_SECONDS = 300;

/** The pause between two requests is a second at most: what is to be waited for longer is the end of a block. */
const LONGEST_PAUSE_MS = 1_500;

const KEY = 'attestation';

/** Requests of all instances together, one after the other at even pauses. */
@Injectable()
export class AttestationQuota {
  private readonly rate: SharedRate;
  private turn: Promise<void> = Promise.resolve();

  constructor({ requestsPerSecond }: BridgingConfig, rates: SharedRates) {
    this.rate = rates.every(1 / requestsPerSecond, () => 1);
  }

  /** Resolves when the next request may be made. @throws Error while the service answers nobody. */
  take(): Promise<void> {
    const draw = (): Promise<void> => this.draw();
    this.turn = this.turn.then(draw, draw);
    return this.turn;
  }

  /** The service had too many requests, whosever they were. */
  wasLimited(): Promise<void> {
    return this.rate.block(KEY, BLOCKED_SECONDS);
  }

  private async draw(): Promise<void> {
    for (let waitMs = await this.rate.draw(KEY, 1); waitMs > 0; waitMs = await this.rate.draw(KEY, 1)) {
      if (waitMs > LONGEST_PAUSE_MS) throw new Error('The attestation service had too many requests; the next ones wait.');
      await pause(waitMs);
    }
  }
}

/** A message of a burn, as the bridge's service gives it. */
export interface ServiceMessage {
  readonly nonce: string;
  /** Absent while it is not attested. */
  readonly attested?: { readonly message: string; readonly attestation: string };
  readonly delayReason?: string | undefined;
}

const TIMEOUT_MS = 5_000;

const hex = z.string().regex(/^0x[0-9a-fA-F]*$/);

const messageSchema = z.object({
  message: hex.optional(),
  eventNonce: z.string(),
  attestation: z.string().nullable().optional(),
  status: z.string(),
  delayReason: z.string().nullable().optional(),
});
const messagesSchema = z.object({ messages: z.array(messageSchema) }).transform(({ messages }) => messages.map(messageOf));
const feesSchema = z.array(z.object({ finalityThreshold: z.number(), minimumFee: z.number() }));

const FAST = 1000;

/** The attestation service over HTTP, with the paths of Circle's API. A message counts as attested only with its signature. */
@Injectable()
export class AttestationService {
  private readonly service: Provider;

  constructor({ attestationUrl: url }: BridgingConfig, private readonly quota: AttestationQuota, private readonly host: ServiceConfig) {
    this.service = new Provider({ name: 'attestation', url, timeoutMs: TIMEOUT_MS });
  }

  /** Every message of the transaction; none while the service has not seen it. */
  messagesOf(sourceDomain: number, transaction: string, tenantId: string): Promise<ServiceMessage[]> {
    const outcome = (messages: ServiceMessage[]): string => (messages.some(({ attested }) => attested) ? 'attested' : 'pending');
    const path = `/v2/messages/${sourceDomain}`;
    return providerCall('attestation.messages', () => this.call({ method: 'GET', path, query: { transactionHash: transaction }, answer: messagesSchema, missing: () => [] }, tenantId), outcome);
  }

  /** Requests a new attestation of a message that is stuck or has expired; one that is not there (yet) is requested again later. */
  async reattest(nonce: string, tenantId: string): Promise<void> {
    await providerCall('attestation.reattest', () => this.call<unknown>({ method: 'POST', path: `/v2/reattest/${encodeURIComponent(nonce)}`, answer: z.unknown(), missing: () => null }, tenantId));
  }

  /** Least fee of a fast transfer, in hundredths of a percent. */
  async fastFeeBps(sourceDomain: number, destinationDomain: number, tenantId: string): Promise<bigint> {
    const fees = await this.call({ method: 'GET', path: `/v2/burn/USDC/fees/${sourceDomain}/${destinationDomain}`, answer: feesSchema }, tenantId);
    const fast = fees.find(({ finalityThreshold }) => finalityThreshold === FAST);
    if (fast === undefined) throw new Error('The attestation service names no fee for a fast transfer.');
    return BigInt(Math.ceil(fast.minimumFee));
  }

  /** @throws Error when there was no readable answer, or may be none for a while. */
  private async call<T>(call: Call<T>, tenantId: string): Promise<T> {
    await this.quota.take();
    return this.service.call({
      ...call,
      // Simulators keep tenants apart by this; the real service has no such header and is not sent it.
      headers: this.host.sandbox ? { 'x-tenant-id': tenantId } : {},
      otherwise: async (status) => {
        if (status === 429) await this.quota.wasLimited();
        throw new OutcomeUnknown(`The attestation service answered ${status}.`);
      },
    });
  }
}

function messageOf({ eventNonce: nonce, message, attestation, status, delayReason }: z.output<typeof messageSchema>): ServiceMessage {
  const isComplete = status === 'complete' && message !== undefined && message !== '0x' && attestation && hex.safeParse(attestation).success;
  return { nonce, ...(isComplete ? { attested: { message, attestation } } : {}), ...(delayReason ? { delayReason } : {}) };
}
