import { describe, expect, it } from '@jest/globals';
import { newId } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { edgesOf, hasEnded, problemsOf, statesOf, type AnyRow, type Columns, type Saga } from '@sluice/saga';
import { aWithdrawal, noon, stored } from '../../test/withdrawal.builder.js';
import { WalletWorld } from '../../test/wallet-world.js';
import { accountWithdrawalSaga } from '../account-withdrawals/account-withdrawal.saga.js';
import { canonicalViewOf } from '../operations/canonical.view.js';
import { payoutLegSaga } from '../payout-legs/payout-leg.saga.js';
import { portfolioWithdrawalSaga } from '../portfolio-withdrawals/portfolio-withdrawal.saga.js';
import { walletWithdrawalSaga } from '../wallet-withdrawals/wallet-withdrawal.saga.js';
import { arrive, expire, operate, type Arrival } from './advance.js';
import type { Withdrawal } from './withdrawal.js';

type Action = 'retry-step' | 'fail' | 'cancel';
const order = (action: Action, actionId = newId()) => ({ id: 'w', action, actionId, reason: 'The customer called.' });

function after(withdrawal: Versioned<Withdrawal>, ...steps: readonly (readonly [string, object])[]): Versioned<Withdrawal> {
  return steps.reduce((current, [type, body]) => {
    const change = arrive(current, { id: newId(), type, body } as Arrival, noon);
    if (typeof change === 'string') throw new Error(`${type} is ${change} in ${current.state.state}`);
    return stored(change, current);
  }, withdrawal);
}

function operated(withdrawal: Versioned<Withdrawal>, action: Action): Versioned<Withdrawal> {
  const change = operate(withdrawal, order(action), noon);
  if (change === null || change === 'impossible') throw new Error(`${action} is not possible in ${withdrawal.state.state}`);
  return stored(change, withdrawal);
}

const asked = (withdrawal: Versioned<Withdrawal>, action: Action): string[] => {
  const change = operate(withdrawal, order(action), noon);
  return change === null || change === 'impossible' ? [] : (change.send ?? []).flatMap((sent) => ('contract' in sent ? [sent.contract.type] : [])).filter((type) => !type.startsWith('webhooks.'));
};

/** Of the rail's window. */
const opening = new Date(noon.getTime() + 60_000);
const accept = ['client.accept', { acceptanceId: 'a', acceptedAt: noon.toISOString(), rail: 'ACH', sendAt: opening.toISOString(), estimatedCompletion: noon.toISOString() }] as const;
const authorized = () => after(aWithdrawal(), ['compliance.cleared', {}], accept, ['ledger.hold-placed', {}]);
const window = () => after(authorized(), ['review.cleared', {}]);
const sourcing = () => { const waiting = window(); const change = expire(waiting, opening); if (!change) throw new Error('The window is open.'); return stored(change, waiting); };
const delivering = () => after(sourcing(), ['liquidity.liquidity-sourced', { legs: [] }]);
const legs = (status: 'delivered' | 'cancelled') => ({ legs: [{ legId: 'leg-1', attempt: 1, amount: { currency: 'USD', units: '250000' }, status }] });

describe('an operator who fails a withdrawal', () => {
  it.each([
    ['while it is screened', () => aWithdrawal(), [['compliance.case-closed', {}]]],
    ['that waits for its customer', () => after(aWithdrawal(), ['compliance.cleared', {}]), []],
    ['in review', authorized, [['ledger.hold-voided', {}], ['compliance.case-closed', {}]]],
    ['that waits for its window', window, [['ledger.hold-voided', {}], ['compliance.case-closed', {}]]],
    ['that is being sourced', sourcing, [['liquidity.liquidity-returned', {}], ['ledger.hold-voided', {}], ['compliance.case-closed', {}]]],
    ['that is being delivered, once it was recalled', delivering, [['payout.delivery-cancelled', legs('cancelled')], ['ledger.hold-voided', {}], ['compliance.case-closed', {}]]],
  ] as const)('ends it as failed in his name: %s', (_, begun, answers) => {
    const ended = after(operated(begun(), 'fail'), ...answers);
    expect(ended.state).toMatchObject({ phase: 'failed', details: { failure: { code: 'OPERATOR_FAILED', reason: 'An operator ended it: The customer called.' } } });
  });

  it('fails nothing that could not be recalled', () => {
    const ended = after(operated(delivering(), 'fail'), ['payout.delivered', legs('delivered')], ['ledger.hold-posted', {}]);
    expect(ended.state.phase).toBe('settled');
    expect(ended.state.details.failure).toBeUndefined();
  });

  it.each([
    ['has been paid', () => after(delivering(), ['payout.delivered', legs('delivered')])],
    ['is being cancelled', () => operated(authorized(), 'cancel')],
    ['is being failed', () => operated(authorized(), 'fail')],
    ['has ended', () => after(operated(authorized(), 'cancel'), ['ledger.hold-voided', {}], ['compliance.case-closed', {}])],
  ])('is refused when it %s', (_, begun) => {
    expect(operate(begun(), order('fail'), noon)).toBe('impossible');
  });

  it('may do so in no state in which money is on its way back, booked or gone', () => {
    const open = edgesOf(accountWithdrawalSaga).filter(({ by }) => by === 'operator.fail').map(({ from }) => from);
    expect(open.filter((state) => /^(posting|voiding|returning|recalling|closing|booking|placing|abandoning|expiring)/.test(state) || hasEnded(accountWithdrawalSaga.rows[state]))).toEqual([]);
  });

  it('stops a wallet’s legs, and what comes to nothing has failed', () => {
    const world = new WalletWorld();
    world.answer(0, 0);
    world.answer(0, 0);
    world.operate('fail');
    world.finish(0);
    expect(world.view).toMatchObject({ phase: 'failed', payouts: [{ status: 'cancelled', failureReason: 'cancelled' }, { status: 'cancelled' }] });
    expect(world.paid).toEqual([]);
  });
});

describe('an operator who cancels a withdrawal', () => {
  it.each([['before it was accepted', () => after(aWithdrawal(), ['compliance.cleared', {}]), []], ['that is held', authorized, [['ledger.hold-voided', {}], ['compliance.case-closed', {}]]]] as const)('ends it as cancelled: %s', (_, begun, answers) => {
    expect(after(operated(begun(), 'cancel'), ...answers).state.phase).toBe('cancelled');
  });

  it('stops a wallet’s legs in the system’s name', () => {
    const world = new WalletWorld();
    world.answer(0, 0);
    world.answer(0, 0);
    world.operate('cancel');
    world.finish(0);
    expect(world.view).toMatchObject({ phase: 'cancelled', payouts: [{ failureReason: 'cancelled' }, { failureReason: 'cancelled' }] });
  });

  it('is refused when it was paid', () => {
    expect(operate(after(delivering(), ['payout.delivered', legs('delivered')]), order('cancel'), noon)).toBe('impossible');
  });
});

describe('an operator who has a command sent again', () => {
  it('sends what the withdrawal waits for once more, and its deadline stays', () => {
    const waiting = sourcing();
    expect(asked(waiting, 'retry-step')).toEqual(['liquidity.source-liquidity']);
    const again = operated(waiting, 'retry-step');
    expect([again.version, again.dueAt, again.state.state]).toEqual([waiting.version + 1, waiting.dueAt, 'sourcing']);
  });

  it.each([['waits for its customer', () => after(aWithdrawal(), ['compliance.cleared', {}])], ['waits for its window', window], ['has ended', () => operated(after(aWithdrawal(), ['compliance.cleared', {}]), 'cancel')]])('is refused when it %s', (_, begun) => {
    expect(operate(begun(), order('retry-step'), noon)).toBe('impossible');
  });

  it.each([['account', accountWithdrawalSaga], ['wallet', walletWithdrawalSaga], ['portfolio', portfolioWithdrawalSaga], ['leg', payoutLegSaga]] as const)('does no harm anywhere in the table of the %s', (_, saga) => {
    const table = saga as unknown as Saga<string, object, Record<string, object>, Columns, unknown>;
    const rows = Object.fromEntries(statesOf(table).map((state): [string, AnyRow<string, object, Record<string, object>, Columns, unknown>] => {
      const row = table.rows[state];
      if (!row) throw new Error(state);
      return [state, hasEnded(row) || !row.send ? row : { ...row, on: { ...row.on, 'operator.retry': state } }];
    }));
    expect(problemsOf({ ...table, rows })).toEqual([]);
  });
});

describe('the same order once more', () => {
  it.each(['retry-step', 'fail', 'cancel'] as const)('changes nothing: %s', (action) => {
    const first = order(action);
    const change = operate(authorized(), first, noon);
    if (change === null || change === 'impossible') throw new Error('It was possible.');
    expect(operate(stored(change, authorized()), first, noon)).toBeNull();
  });
});

describe('a step that takes longer than was promised', () => {
  const late = (withdrawal: Versioned<Withdrawal>): Versioned<Withdrawal> => {
    const change = withdrawal.dueAt && expire(withdrawal, withdrawal.dueAt);
    if (!change) throw new Error('Nothing is late.');
    return stored(change, withdrawal);
  };

  it('is known for it from when it was to end, however often it is asked again', () => {
    const first = authorized();
    const again = late(late(first));
    const [step] = canonicalViewOf(again, again.dueAt ?? noon).steps;
    expect(step).toEqual({ name: 'reviewing', since: noon.toISOString(), promise: 'PT10M', overdueSince: first.dueAt?.toISOString(), dueAt: again.dueAt?.toISOString() });
    expect(again.state.stuckSince).toBe(first.dueAt?.toISOString());
  });

  it('is so too when its deadline passed and nothing happened', () => {
    const waiting = authorized();
    const [step] = canonicalViewOf(waiting, new Date((waiting.dueAt?.getTime() ?? 0) + 60_000)).steps;
    expect(step?.overdueSince).toBe(waiting.dueAt?.toISOString());
  });

  it('is not stuck before, nor once it has moved on', () => {
    expect(canonicalViewOf(authorized(), noon).steps[0]?.overdueSince).toBeUndefined();
    const moved = after(late(authorized()), ['review.cleared', {}]);
    expect([moved.state.stuckSince, moved.state.overdueSince]).toEqual([undefined, undefined]);
  });
});
