import { Controller } from '@nestjs/common';
import { recognizeTransfer } from '@sluice/contract-bridging';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { deposit } from '@sluice/contract-ledger';
import { settleWalletDeposit, walletDepositSeen } from '@sluice/contract-liquidity';
import { DomainError } from '@sluice/kernel';
import { OnMessage, Publisher, Requests, RetryLater, toEntries } from '@sluice/messaging';

type Message = Envelope<BodyOf<typeof walletDepositSeen>>;

/** Carries what has reached a wallet from liquidity, which sees it, to the ledger, which books it, and back; each step is safe to repeat. */
@Controller()
export class BookWalletDepositHandler {
  constructor(private readonly requests: Requests, private readonly publisher: Publisher) {}

  @OnMessage(walletDepositSeen)
  async handle(message: Message): Promise<void> {
    const { depositId, walletId } = message.body;
    const isOwn = await this.isOwnTransfer(message);
    if (!isOwn) await this.book(message);
    const settled = send(settleWalletDeposit, { depositId, walletId, outcome: isOwn ? 'own_transfer' : 'booked' });
    const source = { aggregate: `deposit ${depositId}`, version: 0, causeId: message.id };
    await this.publisher.publish(toEntries([settled], message, 'intake', new Date(), source));
  }

  /** Bridging alone knows which mints, and which money given back, it has itself brought about. */
  private async isOwnTransfer({ tenantId, body: { walletId, amount, transfer } }: Message): Promise<boolean> {
    if (transfer === undefined) return false;
    return (await this.requests.request(recognizeTransfer, { walletId, amount, ...transfer }, { tenantId })).isOwn;
  }

  /** A wallet may be paid before its account is open. */
  private async book({ tenantId, body: { depositId, walletId, amount } }: Message): Promise<void> {
    await this.requests.request(deposit, { depositId, accountId: walletId, amount }, { tenantId }).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'not_found') throw new RetryLater(`The account of ${walletId} is not open yet.`);
      throw error;
    });
  }
}
