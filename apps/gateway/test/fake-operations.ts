import { getOutlook, measureFlow, operateWithdrawal, previewAction } from '@sluice/contract-intake';
import { deadLetterRequests } from '@sluice/contract-kit';
import { bookHolding, trialBalance } from '@sluice/contract-ledger';
import { accrueFee, depositHolding, getPortfolio, setFeeSchedule } from '@sluice/contract-liquidity';
import { consumers, countAllDeadLetters, discardAnyDeadLetters, getReconciliation, getVerdict, openAnyDeadLetter, reconcile, redriveAnyDeadLetters } from '@sluice/contract-operations';
import { pausePayouts, releasePayouts } from '@sluice/contract-payout';
import { enableSubscription, measureBacklog, redeliver, replayEvents } from '@sluice/contract-webhooks';
import { AT } from './fake-portfolios.js';
import type { GatewayUnderTest } from './gateway-under-test.js';
import { tellLongLists, withdrawal } from './long-lists.js';

const gbp = { currency: 'GBP' as const, units: '125' };
const delivery = { id: 'd', subscriptionId: 's', eventId: 'e', type: 'x', status: 'pending' as const, url: 'https://example.com', body: '{}', attempts: [], createdAt: AT };
const subscription = { dialect: 'bultra' as const, url: 'https://example.com', events: ['x'], active: true, createdAt: AT };
const pause = { reason: 'An incident.', since: AT };
const portfolio = {
  partyId: 'pty-1', name: 'Growth', currency: 'GBP' as const, mandate: 'execution_only' as const, accountType: 'GIA' as const, status: 'active' as const, holdings: [], accruedFees: [], createdAt: AT,
};

function tellRepair({ fake }: GatewayUnderTest): void {
  fake.on(operateWithdrawal, ({ body: { id } }) => withdrawal(id));
  fake.on(replayEvents, ({ body }) => ({ ...body, count: 2, at: AT }));
  fake.on(redeliver, () => delivery);
  fake.on(pausePayouts, ({ body }) => ({ ...body, since: AT }));
  fake.on(releasePayouts, ({ body: { id } }) => ({ ...pause, id }));
  fake.on(enableSubscription, ({ body: { id } }) => ({ ...subscription, id }));
  fake.on(openAnyDeadLetter, ({ body: { id } }) => ({ id, cause: 'bad', service: 'ledger', type: 'ledger.place-hold', attempts: 1, firstAt: AT, lastAt: AT, body: '{}' }));
  fake.on(countAllDeadLetters, () => ({ causes: [{ cause: 'bad', count: 1 }] }));
  for (const request of [redriveAnyDeadLetters, discardAnyDeadLetters]) fake.on(request, () => ({ count: 1 }));
  for (const service of consumers) fake.on(deadLetterRequests(service).poison, () => ({ count: 1 }));
}

function tellChecks({ fake }: GatewayUnderTest): void {
  const found = (id: string) => ({ id, checkedAt: AT, breaks: [{ kind: 'missing' as const, provider: 'bank' as const, reference: 'r', expected: '1.00 USD', actual: null }] });
  fake.on(getVerdict, () => ({ ok: false, checkedAt: AT, invariants: [{ number: 1, name: 'Entries balance', ok: false, violations: ['One does not.'] }] }));
  fake.on(reconcile, ({ body: { id } }) => found(id));
  fake.on(getReconciliation, ({ body: { id } }) => found(id));
  fake.on(trialBalance, () => ({ balanced: false, currencies: [{ debits: gbp, credits: { ...gbp, units: '250' } }] }));
}

const preview = { id: 'w', dialectId: 'wth_1', action: 'fail' as const, possible: true, step: 'awaitingAcceptance', nextStep: 'failed', nextPhase: 'failed' as const };
const cell = { dialect: 'bultra' as const, rail: 'ACH', phase: 'created' as const, hold: 'none' as const, count: 2, oldestAt: AT };

function tellOverview({ fake }: GatewayUnderTest): void {
  fake.on(measureFlow, () => ({ now: AT, from: AT, bucketSeconds: 600, underWay: [cell], ended: [{ ...cell, phase: 'settled' as const, rail: null }], buckets: [{ from: AT, started: 2, settled: 1, failed: 0, medianSeconds: 2.5, slowSeconds: null }] }));
  fake.on(measureBacklog, () => ({ pending: 3, endpoints: 1, oldestAt: AT }));
  fake.on(previewAction, ({ body: { ids, action } }) => ({ previews: ids.map((id) => ({ ...preview, id, action })) }));
  fake.on(getOutlook, () => ({
    kind: 'account', path: [{ step: 'screening', at: AT }], actions: [preview], timers: [{ name: 'screening', dueAt: AT, leadsTo: null }],
    states: [{ name: 'screening', phase: 'created' as const, hold: 'none' as const, sends: 'compliance.screen', timeout: '10m', onTimeout: 'screening', ends: false, on: [{ message: 'client.cancel', to: 'cancelled' }] }],
  }));
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
  tellOverview(gateway);
  tellPortfolios(gateway);
}
