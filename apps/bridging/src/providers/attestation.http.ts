import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '@sluice/service-host';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';
import { BridgingConfig } from '../bridging.config.js';

/** After too many requests the service answers nobody for this long. */
const BLOCKED_MS = 300_000;

/** Spreads requests evenly, so many a second. */
export class RequestBudget {
  private nextAtMs = 0;
  private blockedUntilMs = 0;

  constructor(private readonly perSecond: number) {}

  /** Resolves when the next request may be made. @throws Error while the service answers nobody. */
  async take(): Promise<void> {
    const now = Date.now();
    if (now < this.blockedUntilMs) throw new Error('The attestation service had too many requests; the next ones wait.');
    const at = Math.max(this.nextAtMs, now);
    this.nextAtMs = at + 1_000 / this.perSecond;
    if (at > now) await pause(at - now);
  }

  wasLimited(): void {
    this.blockedUntilMs = Date.now() + BLOCKED_MS;
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

const messagesSchema = z.object({
  messages: z.array(z.object({
    message: hex.optional(),
    eventNonce: z.string(),
    attestation: z.string().nullable().optional(),
    status: z.string(),
    delayReason: z.string().nullable().optional(),
  })),
});
const feesSchema = z.array(z.object({ finalityThreshold: z.number(), minimumFee: z.number() }));

const FAST = 1000;

/** The attestation service over HTTP, with the paths of Circle's API. A message counts as attested only with its signature. */
@Injectable()
export class AttestationService {
  private readonly budget: RequestBudget;

  constructor(private readonly config: BridgingConfig, private readonly service: ServiceConfig) {
    this.budget = new RequestBudget(config.requestsPerSecond);
  }

  /** Every message of the transaction; none while the service has not seen it. */
  messagesOf(sourceDomain: number, transaction: string, tenantId: string): Promise<ServiceMessage[]> {
    const said = (messages: ServiceMessage[]): string => (messages.some(({ attested }) => attested) ? 'attested' : 'pending');
    return providerCall('attestation.messages', () => this.find(sourceDomain, transaction, tenantId), said);
  }

  private async find(sourceDomain: number, transaction: string, tenantId: string): Promise<ServiceMessage[]> {
    const found = await this.call('GET', `v2/messages/${sourceDomain}?${new URLSearchParams({ transactionHash: transaction }).toString()}`, tenantId);
    return found === null ? [] : messagesSchema.parse(found).messages.map(messageOf);
  }

  /** Requests a new attestation of a message that is stuck or has expired. */
  async reattest(nonce: string, tenantId: string): Promise<void> {
    await providerCall('attestation.reattest', () => this.call('POST', `v2/reattest/${encodeURIComponent(nonce)}`, tenantId));
  }

  /** Least fee of a fast transfer, in hundredths of a percent. */
  async fastFeeBps(sourceDomain: number, destinationDomain: number, tenantId: string): Promise<bigint> {
    const fees = feesSchema.parse(await this.call('GET', `v2/burn/USDC/fees/${sourceDomain}/${destinationDomain}`, tenantId));
    const fast = fees.find(({ finalityThreshold }) => finalityThreshold === FAST);
    if (fast === undefined) throw new Error('The attestation service names no fee for a fast transfer.');
    return BigInt(Math.ceil(fast.minimumFee));
  }

  /** Null when there is nothing there (yet). @throws Error when there was no readable answer. */
  private async call(method: 'GET' | 'POST', path: string, tenantId: string): Promise<unknown> {
    await this.budget.take();
    const response = await fetch(new URL(`/${path}`, this.config.attestationUrl), {
      method,
      // Simulators keep tenants apart by this; the real service has no such header and is not sent it.
      headers: this.service.sandbox ? { 'x-tenant-id': tenantId } : {},
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (response.status === 404) return null;
    if (response.status === 429) this.budget.wasLimited();
    if (!response.ok) throw new Error(`The attestation service answered ${response.status}.`);
    return JSON.parse(text) as unknown;
  }
}

function messageOf({ eventNonce: nonce, message, attestation, status, delayReason }: z.output<typeof messagesSchema>['messages'][number]): ServiceMessage {
  const isComplete = status === 'complete' && message !== undefined && message !== '0x' && attestation && hex.safeParse(attestation).success;
  return { nonce, ...(isComplete ? { attested: { message, attestation } } : {}), ...(delayReason ? { delayReason } : {}) };
}
