import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '@sluice/service-host';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';
import { BridgingConfig } from '../bridging.config.js';
import { AttestationService, type ServiceMessage } from '../ports/attestation-service.js';
import { RequestBudget } from './request-budget.js';

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
export class HttpAttestationService extends AttestationService {
  private readonly budget: RequestBudget;

  constructor(private readonly config: BridgingConfig, private readonly service: ServiceConfig) {
    super();
    this.budget = new RequestBudget(config.requestsPerSecond);
  }

  override messagesOf(sourceDomain: number, transaction: string, tenantId: string): Promise<ServiceMessage[]> {
    const said = (messages: ServiceMessage[]): string => (messages.some(({ attested }) => attested) ? 'attested' : 'pending');
    return providerCall('attestation.messages', () => this.find(sourceDomain, transaction, tenantId), said);
  }

  private async find(sourceDomain: number, transaction: string, tenantId: string): Promise<ServiceMessage[]> {
    const found = await this.call('GET', `v2/messages/${sourceDomain}?${new URLSearchParams({ transactionHash: transaction }).toString()}`, tenantId);
    return found === null ? [] : messagesSchema.parse(found).messages.map(messageOf);
  }

  override async reattest(nonce: string, tenantId: string): Promise<void> {
    await providerCall('attestation.reattest', () => this.call('POST', `v2/reattest/${encodeURIComponent(nonce)}`, tenantId));
  }

  override async fastFeeBps(sourceDomain: number, destinationDomain: number, tenantId: string): Promise<bigint> {
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
      // Simulators keep tenants apart by this; the real service has no such thing and is not told.
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
