import { Controller } from '@nestjs/common';
import { recognizeTransfer } from '@sluice/contract-bridging';
import { nameListed, watchName } from '@sluice/contract-compliance';
import { send, type BodyOf, type Envelope, type Outgoing } from '@sluice/contract-kit';
import { deposit } from '@sluice/contract-ledger';
import { getWallet, nameGiven as partyNamed, settleWalletDeposit, walletDepositSeen, walletMoved } from '@sluice/contract-liquidity';
import { nameGiven as payeeNamed } from '@sluice/contract-payout';
import { recordBalance } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { OnMessage, Publisher, Requests, RetryLater, toEntries } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { payeeListed } from '../engine/advance.js';
import { namesToScreen } from '../engine/commands.js';
import { Withdrawals } from '../engine/withdrawals.repository.js';

type Deposit = Envelope<BodyOf<typeof walletDepositSeen>>;
type Named = Envelope<BodyOf<typeof partyNamed>>;

const PAGE = 100;

/** Carries events from the service that has them to the services that need them: intake knows all of them, and they do not know each other. */
@Controller()
export class RelaysController {
  constructor(
    private readonly requests: Requests,
    private readonly publisher: Publisher,
    private readonly settings: TenantSettings,
    private readonly withdrawals: Withdrawals,
  ) {}

  /** A deposit that liquidity has seen on a chain is booked by the ledger and then settled by liquidity; each step is safe to repeat. */
  @OnMessage(walletDepositSeen)
  async depositSeen(message: Deposit): Promise<void> {
    const { depositId, walletId } = message.body;
    const isOwn = await this.isOwnTransfer(message);
    if (!isOwn) await this.book(message);
    await this.publish([send(settleWalletDeposit, { depositId, walletId, outcome: isOwn ? 'own_transfer' : 'booked' })], message, `deposit ${depositId}`);
  }

  /** A wallet's balance, which liquidity knows, goes to webhooks, which sends it to subscribers. */
  @OnMessage(walletMoved)
  async balanceChanged(message: Envelope<BodyOf<typeof walletMoved>>): Promise<void> {
    const { tenantId, body: { walletId } } = message;
    // The time is taken before the request: whatever moved the wallet until then is in the reply, so the latest time has the latest balance.
    const observedAt = await this.settings.now(tenantId);
    const { total, withdrawable, earned } = await this.requests.request(getWallet, { id: walletId }, { tenantId });
    const balance = send(recordBalance, { walletId, balance: { total, withdrawable, earned }, observedAt: observedAt.toISOString() });
    await this.publish([balance], message, `wallet ${walletId}`, observedAt.getTime());
  }

  /** The names of parties and wallets go to compliance, which watches the lists for them. */
  @OnMessage(partyNamed)
  partyNamed(message: Named): Promise<void> {
    return this.watch(message);
  }

  @OnMessage(payeeNamed)
  payeeNamed(message: Named): Promise<void> {
    return this.watch(message);
  }

  /** Somebody was added to a list: withdrawals under way to or from them are not paid before they are screened again. */
  @OnMessage(nameListed)
  async nameListed(message: Envelope<BodyOf<typeof nameListed>>): Promise<void> {
    const { id: messageId, tenantId, body: { subjectId } } = message;
    const now = await this.settings.now(tenantId);
    for (let after: string | undefined = ''; after !== undefined;) {
      const page = await this.withdrawals.underWayOf(tenantId, subjectId, after, PAGE);
      for (const { id } of page) await this.withdrawals.change(id, { ...message, withdrawalId: id }, (current) => current && payeeListed(current, messageId, now));
      after = page.length < PAGE ? undefined : page.at(-1)?.id;
    }
  }

  private async watch(message: Named): Promise<void> {
    const { subjectId, name } = message.body;
    await this.publish(namesToScreen([name]).map((each) => send(watchName, { subjectId, name: each })), message, `name of ${subjectId}`);
  }

  /** Bridging alone knows which mints and refunds are its own transfers. */
  private async isOwnTransfer({ tenantId, body: { walletId, amount, transfer } }: Deposit): Promise<boolean> {
    if (transfer === undefined) return false;
    return (await this.requests.request(recognizeTransfer, { walletId, amount, ...transfer }, { tenantId })).isOwn;
  }

  /** A wallet may be paid before its account is open. */
  private async book({ tenantId, body: { depositId, walletId, amount } }: Deposit): Promise<void> {
    await this.requests.request(deposit, { depositId, accountId: walletId, amount }, { tenantId }).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'not_found') throw new RetryLater(`The account of ${walletId} is not open yet.`);
      throw error;
    });
  }

  private async publish(messages: readonly Outgoing[], cause: Envelope, aggregate: string, version = 0): Promise<void> {
    await this.publisher.publish(toEntries(messages, cause, 'intake', new Date(), { aggregate, version, causeId: cause.id }));
  }
}
