import { describe, expect, it } from '@jest/globals';
import type { Outgoing } from '@sluice/contract-kit';
import type { Change, Versioned } from '@sluice/persistence';
import { edgesOf, hasEnded, messagesOf } from '@sluice/saga';
import fc from 'fast-check';
import { aWithdrawal, noon, stored } from '../../test/withdrawal.builder.js';
import { accountWithdrawalSaga, type AccountWithdrawalState } from '../account-withdrawals/account-withdrawal.saga.js';
import { arrive, expire, join, payeeListed, type Arrival } from './advance.js';
import type { WaitingClient, Withdrawal } from './withdrawal.js';

const typesOf = (change: Change<Withdrawal>): string[] => (change.send ?? []).map((sent) => ('contract' in sent ? sent.contract.type : 'refusal' in sent ? `refusal ${sent.refusal.code}` : 'reply'));
const leg = { legId: 'leg-1', attempt: 1, amount: { currency: 'USD', units: '250000' } } as const;
const bodies: Record<string, object> = {
  'client.accept': { acceptanceId: 'a1', acceptedAt: noon.toISOString(), rail: 'ACH', sendAt: noon.toISOString(), estimatedCompletion: noon.toISOString() },
  'client.cancel': { cancellationId: 'c1' },
  'ledger.hold-refused': { accountId: 'acc_1', reason: 'insufficient_funds' },
  'liquidity.liquidity-sourced': { legs: [{ id: 's1', positionKey: 'cash', amount: leg.amount }] },
  'payout.delivered': { legs: [{ ...leg, status: 'delivered', trace: '123' }] },
  'payout.undelivered': { legs: [{ ...leg, status: 'failed', reason: 'R03' }] },
  'payout.partly-delivered': { legs: [{ ...leg, status: 'delivered' }] },
  'payout.delivery-cancelled': { legs: [{ ...leg, status: 'cancelled' }] },
  'payout.returned': { ...leg, code: 'R03', at: noon.toISOString() },
  'compliance.refused': { reason: 'sanctions', ruleVersion: '1' },
  'payment.refused': { reason: 'sanctions', ruleVersion: '1' },
  'review.refused': { reason: 'limit_exceeded', ruleVersion: '1' },
};
const arrival = (type: string, id = type, waiting?: WaitingClient): Arrival => ({ id, type, body: bodies[type] ?? {}, ...(waiting && { waiting }) }) as unknown as Arrival;
const waiting = (order: WaitingClient['for']): WaitingClient => ({ for: order, replyAddress: { queue: 'q', correlationId: order } });

function take(current: Versioned<Withdrawal>, ...arrivals: Arrival[]): { now: Versioned<Withdrawal>; last: Change<Withdrawal> } {
  let now = current;
  let last: Change<Withdrawal> = {};
  for (const each of arrivals) {
    const change = arrive(now, each, noon);
    if (typeof change === 'string') throw new Error(`${each.type} was ${change} in ${now.state.state}`);
    now = stored(change, now);
    last = change;
  }
  return { now, last };
}

const toDelivering = ['compliance.cleared', 'client.accept', 'ledger.hold-placed'].map((type) => arrival(type));

describe('a new withdrawal', () => {
  it('asks for its screening and tells of its first version', () => {
    const { now, last } = take(aWithdrawal(), arrival('compliance.cleared'));
    expect(now.version).toBe(2);
    expect(typesOf(last)).toEqual(['webhooks.record-change']);
  });

  it('lapses seven days after its creation on the tenant’s clock', () => {
    const { now } = take(aWithdrawal(), arrival('compliance.cleared'));
    expect(now.dueAt).toEqual(new Date('2026-01-22T12:00:00.000Z'));
    expect(expire(now, new Date('2026-01-22T12:00:00.000Z'))?.state?.phase).toBe('cancelled');
  });
});

describe('a withdrawal whose payee is added to a list', () => {
  const reviewed = (sendAt: Date): Versioned<Withdrawal> => {
    const accepted: Arrival = { ...arrival('client.accept'), body: { ...bodies['client.accept'], sendAt: sendAt.toISOString() } };
    return take(aWithdrawal(), arrival('compliance.cleared'), accepted, arrival('ledger.hold-placed'), arrival('review.cleared')).now;
  };
  const soon = new Date(noon.getTime() + 600_000);

  it('is screened once more when its window opens, though that is near', () => {
    const waiting = reviewed(soon);
    expect(expire(waiting, soon)?.send?.[0]).toMatchObject({ contract: { type: 'liquidity.source-liquidity' } });
    const listed = stored(payeeListed(waiting, 'listed', noon)!, waiting);
    expect(listed.dueAt).toEqual(soon);
    expect(expire(listed, soon)?.send?.[0]).toMatchObject({ contract: { type: 'compliance.screen' }, body: { stage: 'before-payment' } });
  });

  it('stays as it is where it is screened anyway, where it is paid, and when it is reported once more', () => {
    for (const waiting of [aWithdrawal(), take(aWithdrawal(), ...toDelivering).now]) expect(payeeListed(waiting, 'listed', noon)).toBeNull();
    const waiting = reviewed(soon);
    const listed = stored(payeeListed(waiting, 'listed', noon)!, waiting);
    expect([payeeListed(listed, 'listed', noon), payeeListed(listed, 'another', noon)]).toEqual([null, null]);
  });
});

describe('a withdrawal whose payment is far off', () => {
  const atItsWindow = (): Versioned<Withdrawal> => {
    const window = new Date(noon.getTime() + 86_400_000);
    const accepted: Arrival = { ...arrival('client.accept'), body: { ...bodies['client.accept'], sendAt: window.toISOString() } };
    const { now } = take(aWithdrawal(), arrival('compliance.cleared'), accepted, arrival('ledger.hold-placed'), arrival('review.cleared-for-now'));
    expect(now.state).toMatchObject({ phase: 'authorized', hold: 'none' });
    expect(expire(now, noon)).toBeNull();
    const change = expire(now, window)!;
    expect(change.send?.[0]).toMatchObject({ contract: { type: 'compliance.screen' }, body: { stage: 'before-payment' } });
    return stored(change, now);
  };

  it('is screened once more when its window opens, and paid when cleared', () => {
    const { last } = take(atItsWindow(), arrival('payment.cleared'));
    expect(typesOf(last)).toContain('liquidity.source-liquidity');
  });

  it('waits for an operator when its payee is on a list by then, and is not paid when refused', () => {
    const { now, last } = take(atItsWindow(), arrival('payment.referred'));
    expect(typesOf(last)).toEqual(['webhooks.record-change']);
    const refused = take(now, arrival('payment.refused'), arrival('ledger.hold-voided'), arrival('compliance.case-closed'));
    expect(refused.now.state).toMatchObject({ phase: 'failed', details: { failure: { code: 'SANCTIONS' } } });
  });

  it('is not let through by a late copy of the clearance in review', () => {
    const before = atItsWindow();
    for (const word of ['review.cleared', 'review.cleared-for-now', 'compliance.cleared']) expect(arrive(before, arrival(word, `late ${word}`), noon)).toBe('unchanged');
  });
});

describe('a withdrawal whose documents are accepted after more than a week', () => {
  const accepted = { id: 'd1', type: 'compliance.documents-accepted', body: { stage: 'up-front', ruleVersion: '1.0', at: '2026-01-25T12:00:00.000Z' } } as const;
  const collecting = take(aWithdrawal(), arrival('compliance.documents-required')).now;
  const { now } = take(collecting, accepted);

  it('waits for its acceptance as long as any other, from then on', () => {
    expect(now.state).toMatchObject({ state: 'awaitingAcceptance', phase: 'created', hold: 'none' });
    expect(now.dueAt).toEqual(new Date('2026-02-01T12:00:00.000Z'));
    expect(expire(now, new Date('2026-02-01T11:59:59.000Z'))).toBeNull();
    expect(expire(now, new Date('2026-02-01T12:00:00.000Z'))?.state?.phase).toBe('cancelled');
  });

  it('waits no longer for an acceptance that was refused', () => {
    const refused = take(now, arrival('client.accept'), arrival('ledger.hold-refused')).now;
    expect(refused.dueAt).toEqual(new Date('2026-02-01T12:00:00.000Z'));
  });
});

describe('an acceptance', () => {
  const accepting = take(aWithdrawal(), arrival('compliance.cleared'), arrival('client.accept', 'a1', waiting('acceptance'))).now;

  it('may be waited for by more, each a version with its event, and all are replied to', () => {
    const joining = join(accepting, 'a2', waiting('acceptance'), noon);
    const joined = stored(joining, accepting);
    expect(typesOf(joining)).toEqual(['webhooks.record-change']);
    expect(joined.state.history.map(({ version }) => version)).toEqual(Array.from({ length: joined.version }, (_, index) => index + 1));
    expect(typesOf(take(joined, arrival('ledger.hold-placed')).last).filter((type) => type === 'reply')).toHaveLength(2);
  });

  it('is not replied to before the hold is placed', () => {
    expect(accepting.state).toMatchObject({ state: 'placingHold', phase: 'created', waiting: [{ for: 'acceptance' }] });
  });

  it('is replied to once the hold is placed', () => {
    const { now, last } = take(accepting, arrival('ledger.hold-placed'));
    expect(typesOf(last)).toEqual(['compliance.screen', 'webhooks.record-change', 'reply']);
    expect(now.state).toMatchObject({ phase: 'authorized', waiting: [] });
  });

  it('is refused in the ledger’s words when the hold is refused, and the next one takes a new hold', () => {
    const { now, last } = take(accepting, arrival('ledger.hold-refused'));
    expect(typesOf(last)).toEqual(['webhooks.record-change', 'refusal insufficient_funds']);
    expect(now.state).toMatchObject({ state: 'awaitingAcceptance', details: { holdNumber: 2 } });
  });

  it('does not take an answer about the hold before for one about its own', () => {
    const again = take(accepting, arrival('ledger.hold-refused'), arrival('client.accept', 'a2')).now;
    const late = { id: 'late', type: 'ledger.hold-placed', body: { holdId: `${again.id}/1`, accountId: 'acc_1' } } as const;
    expect(arrive(again, late, noon)).toBe('unchanged');
    expect(arrive(again, { ...late, body: { ...late.body, holdId: `${again.id}/2` } }, noon)).toMatchObject({ state: { phase: 'authorized' } });
  });

  it('is waited for however long its hold takes, which is asked for again under the same id', () => {
    const change = expire(accepting, new Date('2026-02-15T12:00:00.000Z')) ?? {};
    const again = stored(change, accepting);
    expect(typesOf(change)).toEqual(['ledger.place-hold', 'webhooks.record-change']);
    expect(again.state).toMatchObject({ state: 'placingHold', details: { holdNumber: 1 }, waiting: [{ for: 'acceptance' }] });
    const { now, last } = take(again, arrival('ledger.hold-placed'));
    expect(typesOf(last)).toEqual(['compliance.screen', 'webhooks.record-change', 'reply']);
    expect(arrive(now, arrival('ledger.hold-placed', 'asked-again'), noon)).toBe('unchanged');
  });

  it('is refused when a cancellation comes while the hold is placed: the hold is given back, then the cancellation replied to', () => {
    const { now, last } = take(accepting, arrival('client.cancel', 'c1', waiting('cancellation')));
    expect(typesOf(last)).toEqual(['ledger.void-hold', 'webhooks.record-change', 'refusal invalid_status']);
    expect(arrive(now, arrival('ledger.hold-placed'), noon)).toBe('unchanged');
    expect(arrive(now, arrival('ledger.hold-refused'), noon)).toBe('unchanged');
    const end = take(now, arrival('ledger.hold-voided'), arrival('compliance.case-closed'));
    expect(typesOf(end.last)).toEqual(['webhooks.record-change', 'reply']);
    expect(end.now.state).toMatchObject({ phase: 'cancelled', waiting: [] });
  });

  it('is refused when compliance asks for documents first', () => {
    const early = take(aWithdrawal(), arrival('client.accept', 'a1', waiting('acceptance'))).now;
    expect(typesOf(take(early, arrival('compliance.documents-required')).last)).toEqual(['webhooks.record-change', 'refusal invalid_status']);
  });

  it('is refused when a cancellation overtakes it, which is then replied to', () => {
    const early = take(aWithdrawal(), arrival('client.accept', 'a1', waiting('acceptance'))).now;
    const { now, last } = take(early, arrival('client.cancel', 'c1', waiting('cancellation')));
    expect(typesOf(last)).toEqual(['compliance.close-case', 'webhooks.record-change', 'refusal invalid_status']);
    expect(typesOf(take(now, arrival('compliance.case-closed')).last)).toEqual(['webhooks.record-change', 'reply']);
  });

  it('has no place once the withdrawal is authorized', () => {
    expect(arrive(take(aWithdrawal(), ...toDelivering).now, arrival('client.accept', 'a2'), noon)).toBe('unexpected');
  });
});

describe('a review', () => {
  it('is not passed by a late copy of the first judgement', () => {
    const reviewing = take(aWithdrawal(), ...toDelivering).now;
    expect(reviewing.state.state).toBe('reviewing');
    expect(arrive(reviewing, arrival('compliance.cleared', 'asked-again'), noon)).toBe('unchanged');
  });
});

describe('a withdrawal that is cleared', () => {
  const acceptedFor = (sendAt: string): Arrival => ({ ...arrival('client.accept'), body: { ...bodies['client.accept'], sendAt } });
  const clearedFor = (sendAt: string) => take(aWithdrawal(), arrival('compliance.cleared'), acceptedFor(sendAt), arrival('ledger.hold-placed'), arrival('review.cleared'));

  it('waits for its rail’s window', () => {
    const { now, last } = clearedFor('2026-01-15T12:00:01.000Z');
    expect([now.state.state, now.dueAt, typesOf(last)]).toEqual(['awaitingWindow', new Date('2026-01-15T12:00:01.000Z'), ['webhooks.record-change']]);
    expect(expire(now, new Date('2026-01-15T12:00:01.000Z'))?.state?.state).toBe('sourcing');
  });

  it('asks for its cash at once when that is open, and makes no version of the wait', () => {
    const { now, last } = clearedFor('2026-01-15T12:00:00.000Z');
    expect([now.state.state, now.version, typesOf(last)]).toEqual(['sourcing', 5, ['liquidity.source-liquidity', 'webhooks.record-change']]);
  });
});

describe('cash that is asked for and not answered', () => {
  const sourcing = take(aWithdrawal(), ...toDelivering, arrival('review.cleared')).now;

  it('is asked for again, however far the clock was moved meanwhile', () => {
    const change = expire(sourcing, new Date('2026-06-15T12:00:00.000Z')) ?? {};
    const again = stored(change, sourcing);
    expect(typesOf(change)).toEqual(['liquidity.source-liquidity', 'webhooks.record-change']);
    const { now } = take(again, arrival('liquidity.liquidity-sourced'));
    expect(now.state.state).toBe('delivering');
    expect(arrive(now, arrival('liquidity.liquidity-sourced', 'asked-again'), noon)).toBe('unchanged');
  });

  it('is given back before the hold when an operator gives it up', () => {
    const { last } = take(sourcing, { id: 'o1', type: 'operator.fail', body: { failure: { code: 'OPERATOR_FAILED', reason: 'No.' } } });
    expect(typesOf(last)).toEqual(['liquidity.return-liquidity', 'webhooks.record-change']);
  });
});

describe('a delivery', () => {
  const sourcing = take(aWithdrawal(), ...toDelivering, arrival('review.cleared')).now;
  const delivering = take(sourcing, arrival('liquidity.liquidity-sourced')).now;

  it('settles only once the ledger has posted it', () => {
    const posting = take(delivering, arrival('payout.delivered')).now;
    expect(posting.state.phase).toBe('delivering');
    expect(take(posting, arrival('ledger.hold-posted')).now.state.phase).toBe('settled');
  });

  it('gives the hold back when nothing arrived', () => {
    const { now, last } = take(delivering, arrival('payout.undelivered'));
    expect(typesOf(last)).toEqual(['ledger.void-hold', 'webhooks.record-change']);
    const closing = take(now, arrival('ledger.hold-voided'));
    expect(typesOf(closing.last)).toEqual(['compliance.close-case', 'webhooks.record-change']);
    expect(take(closing.now, arrival('compliance.case-closed')).now.state).toMatchObject({ phase: 'failed', details: { failure: { code: 'R03' } } });
  });

  it('is too early for a return, which is tried again', () => {
    expect(arrive(delivering, arrival('payout.returned'), noon)).toBe('deferred');
  });

  it('takes a return after the end as one more entry', () => {
    const settled = take(delivering, arrival('payout.delivered'), arrival('ledger.hold-posted')).now;
    const { now, last } = take(settled, arrival('payout.returned'));
    expect(typesOf(last)).toEqual(['ledger.book-return', 'webhooks.record-change']);
    const later = new Date(noon.getTime() + 86_400_000);
    const booked = stored(arrive(now, arrival('ledger.return-booked'), later) as Change<Withdrawal>, now);
    expect(booked.state).toMatchObject({ state: 'returned', phase: 'settled', endedAt: noon.toISOString(), details: { returned: { code: 'R03' } } });
  });

  it('takes no cancellation', () => {
    expect(arrive(sourcing, arrival('client.cancel'), noon)).toBe('unexpected');
  });
});

describe('any messages in any order, with copies', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom<string>('timeout', ...messagesOf(accountWithdrawalSaga)), fc.nat(3)), { maxLength: 60 });
  const edges = edgesOf(accountWithdrawalSaga);
  /** A wait that is over before it begins is passed over. */
  const passed = edges.filter(({ to }) => ['awaitingWindow', 'awaitingFarWindow', 'awaitingAcceptance'].includes(to)).flatMap(({ from, to }) => edges.filter((edge) => edge.from === to && edge.by === 'timeout').map((edge) => `${from} ${edge.to}`));
  const allowed = new Set([...edges.map(({ from, to }) => `${from} ${to}`), ...passed]);

  it('make only the moves of the table, one version and one event each, and a copy changes nothing', () => {
    fc.assert(fc.property(steps, (arrivals) => {
      let now = aWithdrawal();
      for (const [type, copy] of arrivals) {
        const change = type === 'timeout' ? expire(now, noon) : arrive(now, arrival(type, `${type}${copy}`), noon);
        if (change === null || typeof change === 'string') continue;
        const next = stored(change, now);
        expect(allowed).toContain(`${now.state.state} ${next.state.state}`);
        expect(next.state.history.map(({ version }) => version)).toEqual(Array.from({ length: next.version }, (_, index) => index + 1));
        expect((change.send ?? []).filter((sent): sent is Outgoing => 'contract' in sent && sent.contract.type === 'webhooks.record-change')).toHaveLength(1);
        expect(next.dueAt === null).toBe(hasEnded(accountWithdrawalSaga.rows[next.state.state as AccountWithdrawalState]));
        if (type !== 'timeout') expect(arrive(next, arrival(type, `${type}${copy}`), noon)).toBe('unchanged');
        now = next;
      }
    }));
  });
});
