import { Controller } from '@nestjs/common';
import { sourceGroup } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Legs } from '../adapters/legs.store.js';
import { ownedBy, ReservationProcess } from '../reservation/reserving.js';
import { answersToSourcing } from '../sourcing/answers.js';
import { legKeyOf } from '../sourcing/leg.js';
import { begunLeg, dueAtOf } from '../sourcing/steps.js';

@Controller()
export class SourceGroupHandler {
  constructor(private readonly legs: Legs, private readonly reserving: ReservationProcess, private readonly settings: TenantSettings) {}

  /** Begins a leg once. One that was given up before it was begun sets the value free that it would have used. */
  @OnMessage(sourceGroup)
  async handle(message: Envelope<BodyOf<typeof sourceGroup>>): Promise<void> {
    const { body, withdrawalId, tenantId } = message;
    const now = await this.settings.now(tenantId);
    const leg = await this.legs.change(legKeyOf(body), message, (current) => {
      if (current === null) {
        const state = begunLeg({ ...body, withdrawalId });
        return { state, dueAt: dueAtOf(state, now) };
      }
      const { state } = ownedBy(message, current);
      if (state.walletId !== body.walletId || state.reservationId !== body.reservationId) throw new DomainError('invalid_request', 'This leg was begun for something else.');
      return { send: answersToSourcing(state) };
    });
    if (leg?.state.status === 'released' && leg.state.group === null) {
      await this.reserving.free(body.walletId, message, () => body.group.sources.map(({ id }) => id));
    }
  }
}
