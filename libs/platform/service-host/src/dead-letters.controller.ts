import { Controller, type Type } from '@nestjs/common';
import { deadLetterRequests, type DeadLetterRequests, type DeadLetterView } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { DeadLetterDesk } from '@sluice/persistence';
import { Poisoner } from './poisoner.js';
import { ServiceConfig } from './service.config.js';

type Asked<Name extends keyof DeadLetterRequests> = Ask<DeadLetterRequests[Name]>;

/** Every service answers for its own dead letters, by requests of its own name. */
export function deadLettersControllerOf(service: string): Type {
  const contracts = deadLetterRequests(service);

  @Controller()
  class DeadLettersController {
    constructor(private readonly desk: DeadLetterDesk, private readonly poisoner: Poisoner, private readonly config: ServiceConfig) {}

    @OnRequest(contracts.list)
    async list({ tenantId, body }: Asked<'list'>): Promise<{ letters: DeadLetterView[] }> {
      return { letters: await this.desk.list(tenantId, body) };
    }

    @OnRequest(contracts.countByCause)
    async countByCause({ tenantId }: Asked<'countByCause'>): Promise<{ causes: { cause: string; count: number }[] }> {
      return { causes: await this.desk.countByCause(tenantId) };
    }

    @OnRequest(contracts.redrive)
    async redrive({ tenantId, body }: Asked<'redrive'>): Promise<{ count: number }> {
      return { count: await this.desk.redrive(tenantId, body, body.reason) };
    }

    @OnRequest(contracts.discard)
    async discard({ tenantId, body }: Asked<'discard'>): Promise<{ count: number }> {
      return { count: await this.desk.discard(tenantId, body, body.reason) };
    }

    @OnRequest(contracts.poison)
    async takePoison({ tenantId, body }: Asked<'poison'>): Promise<{ count: number }> {
      if (!this.config.sandbox) throw new DomainError('not_found', 'Poison is for the sandbox only.');
      return { count: await this.poisoner.poison(tenantId, body.count) };
    }
  }
  return DeadLettersController;
}
