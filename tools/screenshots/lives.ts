import { randomBytes } from 'node:crypto';
import { BraidCaller, BultraCaller, fundedCustomer, fundedPortfolio, invoicePdf, OperatorCaller, WealthKernelCaller, type Currency, type Rail } from '../client/index.ts';
import type { StackFile } from '../stack/index.ts';

/** What the pictures are to show of each dialect: withdrawals that arrive, that wait for a person, and that go wrong. */
export class Lives {
  private readonly operator: OperatorCaller;
  private readonly braid: BraidCaller;
  private readonly bultra: BultraCaller;
  private readonly wealthkernel: WealthKernelCaller;

  private constructor(stack: StackFile, bultra: BultraCaller, wealthkernel: WealthKernelCaller) {
    this.bultra = bultra;
    this.wealthkernel = wealthkernel;
    this.operator = new OperatorCaller(stack, 'acme');
    this.braid = new BraidCaller(stack, 'acme');
  }

  static async of(stack: StackFile): Promise<Lives> {
    const acme = stack.tenants['acme'];
    if (acme === undefined) throw new Error('The stack has no tenant acme.');
    return new Lives(stack, new BultraCaller(stack, acme.bultra), new WealthKernelCaller(stack, acme.wealthkernel));
  }

  async play(): Promise<void> {
    await this.operator.autoReview(false);
    await this.bultra.subscribed({ url: 'http://127.0.0.1:9/hooks', events: ['WITHDRAWAL_EXECUTED'], secret: 'what-only-the-two-of-us-know' });
    await Promise.all([this.payments(), this.portfolios(), this.wallets()]);
    await this.waiting();
    await this.troubles();
  }

  private async paid(currency: Currency, rail: Rail, amount: string, accept = true): Promise<string> {
    const { accountId, counterpartyId } = await fundedCustomer(this.bultra, this.operator, '100000.00', currency);
    const { id } = await this.bultra.created({ account_id: accountId, counterparty_id: counterpartyId, amount, rail, reference: `INV ${randomBytes(3).toString('hex')}` });
    if (accept) await this.bultra.accepted(id);
    return id;
  }

  private async payments(): Promise<void> {
    for (const [currency, rail, amount] of [['USD', 'ACH', '2500.00'], ['GBP', 'FPS', '180.25'], ['EUR', 'SEPA', '9420.10'], ['USD', 'WIRE', '8000.00'], ['USD', 'ACH', '64.99'], ['EUR', 'SEPA', '1200.00']] as const) await this.paid(currency, rail, amount);
    await this.paid('USD', 'ACH', '310.00', false);
    await this.paid('GBP', 'FPS', '45.00', false);
  }

  private async portfolios(): Promise<void> {
    for (const amount of [250, 1_200]) {
      const { portfolioId } = await fundedPortfolio(this.wealthkernel, this.operator, { mandateType: 'Discretionary', cash: { GBP: '100.00' }, holdings: [{ isin: 'GB00B41YBW71', quantity: '2000', price: '1.50' }] });
      await this.wealthkernel.requested({ portfolioId, consideration: { currency: 'GBP', amount } });
    }
    const { id: partyId } = await this.wealthkernel.openParty('Viktor Dragunovich Malakhov');
    const { id: portfolioId } = await this.wealthkernel.openPortfolio({ partyId, mandateType: 'ExecutionOnly' });
    await this.wealthkernel.addBankAccount({ partyId, name: 'V. Malakhov', isDefault: true });
    await this.operator.deposit(portfolioId, '5000.00', 'GBP');
    await this.wealthkernel.requested({ portfolioId, consideration: { currency: 'GBP', amount: 4_000 } });
  }

  private async wallets(): Promise<void> {
    for (const [from, to, amount] of [['arbitrum', 'ethereum', '60'], ['base', 'base', '1250.5'], ['ethereum', 'polygon', '400']] as const) {
      const wallet = await this.braid.openWallet('usdz', 'none');
      await this.operator.depositOnChain(wallet.id, '5000.00', { chain: from });
      await this.braid.withdrawn(wallet.id, { amount, chain: to, toAddress: `0x${randomBytes(20).toString('hex')}` });
    }
    const wallet = await this.braid.openWallet('usdz', 'customer', 'Payroll');
    await this.operator.depositOnChain(wallet.id, '9000.00', { chain: 'base' });
    await this.braid.withdrawn(wallet.id, { amount: '7500', chain: 'base', toAddress: `0x${randomBytes(20).toString('hex')}` });
  }

  /** For documents that an operator has to look at. */
  private async waiting(): Promise<void> {
    for (const amount of ['15000.00', '22000.00']) {
      const id = await this.paid('USD', 'ACH', amount);
      const { id: documentId } = await this.bultra.asked(id);
      await this.bultra.upload(documentId, invoicePdf());
    }
    await this.paid('EUR', 'SEPA', '18500.00');
  }

  private async troubles(): Promise<void> {
    await this.operator.fault({ port: 'bank', mode: 'reject', code: 'R03', count: 1 });
    await this.paid('USD', 'ACH', '75.00');
    await this.operator.poison({ service: 'payout', count: 3 });
    await this.operator.poison({ service: 'ledger', count: 1 });
    await this.operator.api.value(this.operator.api.POST('/pauses', { body: { rail: 'WIRE', reason: 'The bank closed its wire desk early.' } }));
    await this.operator.reconciled();
  }
}
