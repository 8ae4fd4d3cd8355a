import { Controller, Injectable, type Type } from '@nestjs/common';
import { applyTenantSettings, deadLetterRequests, type DeadLetterRequests, type DeadLetterView, messageCheckRequest, MOST_FINDINGS, type OpenedLetterView, type RawEnvelope, type ReplyOf, trailRequests } from '@sluice/contract-kit';
import { DomainError, newId } from '@sluice/kernel';
import { MessageTransport, OnRequest, Publisher, type RequestMessage } from '@sluice/messaging';
import { DeadLetterAdmin, MongoTrail, Outbox, PersistenceOptions, TenantSettings, readPage } from '@sluice/persistence';
import { recentProviderCalls } from '@sluice/telemetry';
import { ServiceConfig } from './service.config.js';

/** Puts messages into the service's own queue that it can never handle, to show that those behind them are. */
@Injectable()
export class FaultInjector {
  constructor(private readonly transport: MessageTransport, private readonly publisher: Publisher) {}

  /** @returns how many messages lie in the queue; none when the service takes nothing but requests. */
  async sendUnhandleable(tenantId: string, count: number): Promise<number> {
    const [queue] = this.transport.queues;
    const type = this.transport.handledType;
    if (queue === undefined || type === undefined) return 0;
    const messages = Array.from({ length: count }, () => unhandleableMessage(tenantId, type));
    await Promise.all(messages.map((envelope) => this.publisher.sendToQueue(queue, { id: envelope.id, type: envelope.type, content: JSON.stringify(envelope) })));
    return count;
  }
}

/** Well formed, so that it is known whose it is, but with a body that fits no contract. */
function unhandleableMessage(tenantId: string, type: string): RawEnvelope {
  const id = newId();
  return { id, type, version: 1, tenantId, causationId: id, occurredAt: new Date().toISOString(), body: 'poison' };
}

type Contract = ReturnType<typeof applyTenantSettings>;

/** Every service takes over a tenant's clock and pace by a request of its own name. */
export function tenantSettingsControllerOf(service: string): Type {
  const contract = applyTenantSettings(service);

  @Controller()
  class TenantSettingsController {
    constructor(private readonly settings: TenantSettings, private readonly options: PersistenceOptions) {}

    @OnRequest(contract)
    async apply({ tenantId, body }: RequestMessage<Contract>): Promise<{ now: string }> {
      if (!this.options.sandbox) throw new DomainError('not_found', 'Clocks are advanced in the sandbox only.');
      await this.settings.apply(tenantId, body);
      return { now: (await this.settings.now(tenantId)).toISOString() };
    }
  }
  return TenantSettingsController;
}

type Asked<Name extends keyof DeadLetterRequests> = RequestMessage<DeadLetterRequests[Name]>;

/** Every service answers for its own dead letters, by requests of its own name. */
export function deadLettersControllerOf(service: string): Type {
  const contracts = deadLetterRequests(service);

  @Controller()
  class DeadLettersController {
    constructor(private readonly deadLetters: DeadLetterAdmin, private readonly faults: FaultInjector, private readonly config: ServiceConfig) {}

    @OnRequest(contracts.list)
    async list({ tenantId, body }: Asked<'list'>): Promise<{ letters: DeadLetterView[] }> {
      return { letters: await this.deadLetters.list(tenantId, body) };
    }

    @OnRequest(contracts.open)
    async open({ tenantId, body: { id } }: Asked<'open'>): Promise<{ letter: OpenedLetterView | null }> {
      return { letter: await this.deadLetters.open(tenantId, id) };
    }

    @OnRequest(contracts.countByCause)
    async countByCause({ tenantId }: Asked<'countByCause'>): Promise<{ causes: { cause: string; count: number }[] }> {
      return { causes: await this.deadLetters.countByCause(tenantId) };
    }

    @OnRequest(contracts.redrive)
    async redrive({ tenantId, body }: Asked<'redrive'>): Promise<{ count: number }> {
      return { count: await this.deadLetters.redrive(tenantId, body, body.reason) };
    }

    @OnRequest(contracts.discard)
    async discard({ tenantId, body }: Asked<'discard'>): Promise<{ count: number }> {
      return { count: await this.deadLetters.discard(tenantId, body, body.reason) };
    }

    @OnRequest(contracts.poison)
    async injectFaults({ tenantId, body }: Asked<'poison'>): Promise<{ count: number }> {
      if (!this.config.sandbox) throw new DomainError('not_found', 'Poison is for the sandbox only.');
      return { count: await this.faults.sendUnhandleable(tenantId, body.count) };
    }
  }
  return DeadLettersController;
}

/** Every service answers for what it did for a withdrawal, by a request of its own name. */
export function trailControllerOf(service: string): Type {
  const { list, providers } = trailRequests(service);

  @Controller()
  class TrailController {
    constructor(private readonly trail: MongoTrail) {}

    @OnRequest(list)
    async list({ tenantId, body: { withdrawalId, limit, from } }: RequestMessage<typeof list>): Promise<ReplyOf<typeof list>> {
      const { found, hasMore } = await readPage(limit, (count) => this.trail.list(tenantId, withdrawalId, count, from === undefined ? undefined : new Date(from)));
      const views = found.map(({ at, kind, name, outcome, attempt, traceId, detail }) => ({ at: at.toISOString(), kind, name, outcome, attempt, traceId, detail }));
      return { rows: views, more: hasMore };
    }

    @OnRequest(providers)
    providerCalls({ tenantId }: RequestMessage<typeof providers>): Promise<ReplyOf<typeof providers>> {
      const calls = recentProviderCalls.of(tenantId, new Date());
      return Promise.resolve({ providers: calls.map(({ lastAt, ...rest }) => ({ ...rest, lastAt: lastAt.toISOString() })) });
    }
  }
  return TrailController;
}

/** A sweep comes every two seconds: what has waited for so long is stuck. */
const STUCK_AFTER_MS = 60_000;

/** Every service answers for the messages that it has decided and not sent. What came in is the broker's until it is done or parked. */
export function messageCheckControllerOf(service: string): Type {
  const contract = messageCheckRequest(service);

  @Controller()
  class MessageCheckController {
    constructor(private readonly outbox: Outbox) {}

    @OnRequest(contract)
    async check({ tenantId }: RequestMessage<typeof contract>): Promise<ReplyOf<typeof contract>> {
      const stuck = await this.outbox.stuck(tenantId, new Date(Date.now() - STUCK_AFTER_MS));
      return { findings: stuck.slice(0, MOST_FINDINGS).map((id) => ({ invariant: 12, text: `${service}: messages of ${id} wait in its outbox` })) };
    }
  }
  return MessageCheckController;
}
