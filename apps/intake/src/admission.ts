import { Injectable } from '@nestjs/common';
import { ServiceAway } from '@sluice/messaging';
import { hasEnded } from '@sluice/saga';
import { Withdrawals } from './adapters/withdrawals.store.js';
import { IntakeConfig } from './intake.config.js';
import { tableOf } from './saga/tables.js';
import { NoTurn, TenantTurns } from './tenant-turns.js';
import type { Withdrawal } from './withdrawal/withdrawal.js';

/** Services of ours are given ten minutes for an answer; the world outside and customers are given more, and times say their own. */
const OURS = '10m';

function isWorkedOn({ kind, state }: Withdrawal): boolean {
  const row = tableOf(kind).rows[state];
  return row !== undefined && !hasEnded(row) && row.send !== undefined && row.within === OURS;
}

/** What brings work into the sagas waits here for its tenant's turn, so that a burst of one tenant leaves the others their pace. */
@Injectable()
export class Admission {
  private readonly turns: TenantTurns;

  constructor(withdrawals: Withdrawals, { turns }: IntakeConfig) {
    this.turns = new TenantTurns(turns);
    withdrawals.onWritten(({ id, tenantId, state }) => (isWorkedOn(state) ? this.turns.goesOn(tenantId, id) : this.turns.rests(tenantId, id)));
  }

  /** Runs the work when it is the tenant's turn for it. @throws ServiceAway when too many wait: the request is to be repeated later. */
  async inTurn<T>(tenantId: string, withdrawalId: string, work: () => Promise<T>): Promise<T> {
    try {
      await this.turns.take(tenantId, withdrawalId);
    } catch (error) {
      throw error instanceof NoTurn ? new ServiceAway(error.message) : error;
    }
    return work().catch((error: unknown) => {
      this.turns.rests(tenantId, withdrawalId);
      throw error;
    });
  }
}
