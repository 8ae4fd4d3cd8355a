import type { OperatorCaller } from './operator-caller.ts';
import type { WealthKernelCaller } from './wealthkernel-caller.ts';
import { accountNumbers, type Portfolio, type PortfolioCurrency } from './wealthkernel-caller.ts';

export interface Holding {
  readonly isin: string;
  /** Plain decimals. */
  readonly quantity: string;
  readonly price: string;
  readonly currency?: PortfolioCurrency;
}

export interface PortfolioContent {
  readonly mandateType?: Portfolio['mandateType'];
  readonly accountType?: Portfolio['accountType'];
  /** Decimal amounts by currency; the party has a bank account in each of them. */
  readonly cash?: Partial<Record<PortfolioCurrency, string>>;
  readonly holdings?: readonly Holding[];
}

/** A portfolio in pounds that money can be withdrawn from. */
export interface FundedPortfolio {
  readonly partyId: string;
  readonly portfolioId: string;
  /** By currency; there is always one in pounds. */
  readonly bankAccountIds: Partial<Record<PortfolioCurrency, string>> & { readonly GBP: string };
}

/** A new party each time, so that scenes and stories that run side by side never touch each other's money. */
export async function fundedPortfolio(client: WealthKernelCaller, operator: OperatorCaller, content: PortfolioContent = {}): Promise<FundedPortfolio> {
  const { mandateType = 'ExecutionOnly', accountType, cash = {}, holdings = [] } = content;
  const { id: partyId } = await client.openParty();
  const { id: portfolioId } = await client.openPortfolio({ partyId, mandateType, accountType });
  const bankAccountIds: FundedPortfolio['bankAccountIds'] = { GBP: (await client.addBankAccount({ partyId, isDefault: true })).id };
  for (const [currency, amount] of Object.entries(cash)) {
    if (!isCarried(currency)) continue;
    if (currency !== 'GBP') bankAccountIds[currency] = (await client.addBankAccount({ partyId, currency })).id;
    await operator.deposit(portfolioId, amount, currency);
  }
  for (const { currency = 'GBP', ...holding } of holdings) await operator.holding({ portfolioId, currency, ...holding });
  return { partyId, portfolioId, bankAccountIds };
}

const isCarried = (currency: string): currency is PortfolioCurrency => Object.hasOwn(accountNumbers, currency);
