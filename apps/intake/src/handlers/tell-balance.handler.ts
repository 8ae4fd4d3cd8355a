import { Controller } from '@nestjs/common';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { getWallet, walletMoved } from '@sluice/contract-liquidity';
import { recordBalance } from '@sluice/contract-webhooks';
import { OnMessage, Publisher, Requests, toEntries } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';

/** Carries what a wallet is worth from liquidity, which knows it, to webhooks, which tells of it: neither knows the other. */
@Controller()
export class TellBalanceHandler {
  constructor(private readonly requests: Requests, private readonly publisher: Publisher, private readonly settings: TenantSettings) {}

  @OnMessage(walletMoved)
  async handle(message: Envelope<BodyOf<typeof walletMoved>>): Promise<void> {
    const { tenantId, body: { walletId } } = message;
    // The moment is taken before the question: whatever moved the wallet until then is in the answer, so the latest moment has the latest balance.
    const observedAt = await this.settings.now(tenantId);
    const { total, withdrawable, earned } = await this.requests.request(getWallet, { id: walletId }, { tenantId });
    const told = send(recordBalance, { walletId, balance: { total, withdrawable, earned }, observedAt: observedAt.toISOString() });
    const source = { aggregate: `wallet ${walletId}`, version: observedAt.getTime(), causeId: message.id };
    await this.publisher.publish(toEntries([told], message, 'intake', new Date(), source));
  }
}
