import { operateWithdrawal } from '@sluice/contract-intake';
import { deadLetterRequests } from '@sluice/contract-kit';
import { bookHolding, trialBalance } from '@sluice/contract-ledger';
import { accrueFee, depositHolding, getPortfolio, setFeeSchedule } from '@sluice/contract-liquidity';
import { getReconciliation, getVerdict, reconcile } from '@sluice/contract-operations';
import { enableSubscription, redeliver, replayEvents } from '@sluice/contract-webhooks';
import { consumers } from '../src/operators/dead-letters.controller.js';
import { AT } from './fake-portfolios.js';
import type { GatewayUnderTest } from './gateway-under-test.js';
import { tellLongLists, withdrawal } from './long-lists.js';

const gbp = { currency: 'GBP' as const, units: '125' };
const delivery = { id: 'd', subscriptionId: 's', eventId: 'e', type: 'x', status: 'pending' as const, url: 'https://example.com', body: '{}', attempts: [], createdAt: AT };
const subscription = { dialect: 'bultra' as const, url: 'https://example.com', events: ['x'], active: true, createdAt: AT };
const portfolio = {
  partyId: 'pty-1', name: 'Growth', currency: 'GBP' as const, mandate: 'execution_only' as const, accountType: 'GIA' as const, status: 'active' as const, holdings: [], accruedFees: [], createdAt: AT,
};

function tellRepair({ fake }: GatewayUnderTest): void {
  fake.on(operateWithdrawal, ({ body: { id } }) => withdrawal(id));
  fake.on(replayEvents, ({ body }) => ({ ...body, count: 2, at: AT }));
  fake.on(redeliver, () => delivery);
  fake.on(enableSubscription, ({ body: { id } }) => ({ ...subscription, id }));
  for (const service of consumers) {
    const { countByCause, redrive, discard, poison } = deadLetterRequests(service);
    fake.on(countByCause, () => ({ causes: [{ cause: 'bad', count: 1 }] }));
    for (const request of [redrive, discard, poison]) fake.on(request, () => ({ count: 1 }));
  }
}

function tellChecks({ fake }: GatewayUnderTest): void {
  const found = (id: string) => ({ id, checkedAt: AT, breaks: [{ kind: 'missing' as const, provider: 'bank' as const, reference: 'r', expected: '1.00 USD', actual: null }] });
  fake.on(getVerdict, () => ({ ok: false, checkedAt: AT, invariants: [{ number: 1, name: 'Entries balance', ok: false, violations: ['One does not.'] }] }));
  fake.on(reconcile, ({ body: { id } }) => found(id));
  fake.on(getReconciliation, ({ body: { id } }) => found(id));
  fake.on(trialBalance, () => ({ balanced: false, currencies: [{ debits: gbp, credits: { ...gbp, units: '250' } }] }));
}

function tellPortfolios({ fake }: GatewayUnderTest): void {
  fake.on(setFeeSchedule, ({ body }) => body);
  fake.on(getPortfolio, ({ body: { id } }) => ({ ...portfolio, id }));
  fake.on(depositHolding, () => ({ bookCost: gbp }));
  fake.on(bookHolding, () => ({}));
  fake.on(accrueFee, () => ({}));
}

/** Makes everything that operators can do come to something, whatever the ids they name. */
export async function tellOperations(gateway: GatewayUnderTest): Promise<void> {
  await tellLongLists(gateway);
  tellRepair(gateway);
  tellChecks(gateway);
  tellPortfolios(gateway);
}
