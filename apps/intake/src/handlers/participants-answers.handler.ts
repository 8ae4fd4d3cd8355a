import { Controller, Injectable, Logger, type Type } from '@nestjs/common';
import * as bridging from '@sluice/contract-bridging';
import * as compliance from '@sluice/contract-compliance';
import type { Envelope, MessageContract } from '@sluice/contract-kit';
import * as ledger from '@sluice/contract-ledger';
import * as liquidity from '@sluice/contract-liquidity';
import * as payout from '@sluice/contract-payout';
import { OnMessage, Park, RetryLater } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { wordOf } from '../saga/messages.js';
import { arrive } from '../withdrawal/advance.js';

/** Takes a participant's answer to the saga it belongs to. What it means is in the table, not here. */
@Injectable()
export class ParticipantsAnswers {
  private readonly logger = new Logger(ParticipantsAnswers.name);

  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly settings: TenantSettings,
  ) {}

  async take(message: Envelope): Promise<void> {
    const { id, type, body, withdrawalId, tenantId } = message;
    if (withdrawalId === undefined) throw new Park('an answer that belongs to no withdrawal');
    const now = await this.settings.now(tenantId);
    await this.withdrawals.change(withdrawalId, message, (current) => {
      if (current?.tenantId !== tenantId) throw new Park('an answer to an unknown withdrawal');
      const change = arrive(current, { id, type: wordOf(message), body: body as object }, now);
      if (change === 'unchanged') return null;
      if (change === 'early') throw new RetryLater(`${type} came before its time`);
      if (change !== 'unexpected') return change;
      this.logger.error({ withdrawalId, state: current.state.state, type }, 'an answer that has no place in this state');
      throw new Park(`unexpected in ${current.state.state}`);
    });
  }
}

const answers = [bridging, compliance, ledger, liquidity, payout]
  .flatMap((contracts): unknown[] => Object.values(contracts))
  .filter((entry): entry is MessageContract => typeof entry === 'object' && entry !== null && 'kind' in entry && entry.kind === 'answer');

function handlerOf(contract: MessageContract): Type {
  @Controller()
  class ParticipantsAnswersHandler {
    constructor(private readonly answers: ParticipantsAnswers) {}

    @OnMessage(contract)
    handle(message: Envelope): Promise<void> {
      return this.answers.take(message);
    }
  }
  return ParticipantsAnswersHandler;
}

/** One handler for each answer that any participant can give. */
export const participantsAnswersHandlers: readonly Type[] = answers.map(handlerOf);
