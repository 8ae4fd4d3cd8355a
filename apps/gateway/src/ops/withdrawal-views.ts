import type { CanonicalView } from '@sluice/contract-intake';
import { Money, type MoneyJson } from '@sluice/kernel';

/** Amounts are decimals of their currency. */
const amountBody = (money: MoneyJson) => ({ currency: money.currency, amount: Money.fromJson(money).toDecimal() });

const sourceBody = ({ id, positionKey, chain, amount, status }: CanonicalView['sourceLegs'][number]) => ({
  id, positionKey, chain: chain ?? null, amount: amountBody(amount), status,
});

const payoutBody = ({ id, key, attempt, status, amount, rail, chain, reference, txHash, failureReason }: CanonicalView['payoutLegs'][number]) => ({
  id, key, attempt, status, amount: amountBody(amount),
  rail: rail ?? null, chain: chain ?? null, reference: reference ?? null, txHash: txHash ?? null, failureReason: failureReason ?? null,
});

/** A timer is what bounds a step: named after it, and after its leg where it is a leg's. */
const timersOf = (steps: CanonicalView['steps']) =>
  steps.flatMap(({ name, legId, dueAt }) => (dueAt === undefined ? [] : [{ name: legId === undefined ? name : `${legId}/${name}`, dueAt }]));

/** spec/operator.md. What there is not, yet or ever, is null. */
export const withdrawalBody = (tenantId: string, view: CanonicalView) => ({
  id: view.id, tenantId, dialect: view.dialect, dialectId: view.dialectId, phase: view.phase, hold: view.hold, version: view.version,
  amount: amountBody(view.amount), delivered: amountBody(view.delivered), fee: amountBody(view.fee),
  sourceLegs: view.sourceLegs.map(sourceBody), payoutLegs: view.payoutLegs.map(payoutBody),
  timers: timersOf(view.steps), history: view.history.map(({ version, phase, hold, at }) => ({ version, phase, hold, at })),
  traceId: view.traceId ?? null, createdAt: view.createdAt, updatedAt: view.updatedAt, endedAt: view.endedAt ?? null,
});
export type WithdrawalBody = ReturnType<typeof withdrawalBody>;

/** The steps of a withdrawal that take longer than was promised. */
export const stuckBodies = (tenantId: string, { id, dialect, dialectId, phase, hold, steps }: CanonicalView) =>
  steps.filter(({ overdueSince }) => overdueSince !== undefined).map(({ name, legId, since, promise, overdueSince }) => ({
    id, tenantId, dialect, dialectId, phase, hold, step: name, legId: legId ?? null, since: since ?? null, promise: promise ?? null, overdueSince,
  }));
