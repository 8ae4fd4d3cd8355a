import { describe, expect, it } from '@jest/globals';
import type { Change } from '@sluice/persistence';
import fc from 'fast-check';
import { WalletWorld } from '../../test/wallet-world.js';
import { stored } from '../../test/withdrawal.builder.js';
import { arrive, payeeListed, type Arrival } from '../engine/advance.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { walletViewOf } from './wallet-withdrawal.view.js';

type Action = Parameters<WalletWorld['operate']>[0];

const continued = (world: WalletWorld, ...steps: ((world: WalletWorld) => void)[]): WalletWorld => {
  for (const step of steps) step(world);
  return world;
};
const worldAfter = (...steps: ((world: WalletWorld) => void)[]): WalletWorld => continued(new WalletWorld(), ...steps);
const answerWell = (world: WalletWorld): void => world.answer(0, 0);

describe('a withdrawal from a wallet', () => {
  it('is replied to once its liquidity is reserved, with a leg for what is there at once and one for each window', () => {
    const world = worldAfter(answerWell);
    expect(world.replies).toMatchObject([{ reply: { created: true, withdrawal: { phase: 'authorized', payouts: [{ key: 'usdz', status: 'planned' }, { key: 'rlp' }] } } }]);
    expect(world.view.sourceLegs.map(({ key, status }) => [key, status])).toEqual([['cash_usdc:cctp', 'pending'], ['usdz', 'pending'], ['rlp', 'pending']]);
  });

  it('is refused in liquidity’s words, and holds nothing', () => {
    const world = worldAfter((w) => w.answer(0, 6));
    expect(world.replies).toMatchObject([{ refusal: { code: 'insufficient_funds' } }]);
    expect(world.view).toMatchObject({ phase: 'rejected', payouts: [] });
  });

  it('is settled when every leg is delivered', () => {
    const world = worldAfter((w) => w.finish(0));
    expect(world.view).toMatchObject({ phase: 'settled', payouts: [{ status: 'delivered' }, { status: 'delivered' }] });
    expect(world.paid).toHaveLength(2);
  });

  it('fails with its first leg’s reason when none is delivered', () => {
    expect(worldAfter((w) => w.finish(1)).view).toMatchObject({ phase: 'failed', failureReason: 'onchain_reverted' });
  });

  it('ends as cancelled when it is stopped before anything was broadcast, and gives everything back', () => {
    const world = worldAfter(answerWell, answerWell, (w) => w.stop(), (w) => w.finish(0));
    expect(world.view).toMatchObject({ phase: 'cancelled', payouts: [{ status: 'cancelled', failureReason: 'cancelled_by_customer' }, { status: 'cancelled' }] });
    expect([...world.holds.values()]).toEqual(['voided', 'voided']);
    expect(world.paid).toEqual([]);
  });

  it('ends all its legs when it ends before any began', () => {
    const cancelled = { status: 'cancelled', failureReason: 'cancelled_by_customer' };
    const stopped = worldAfter(answerWell, (w) => w.stop(), (w) => w.finish(0));
    expect(stopped.view).toMatchObject({ phase: 'cancelled', payouts: [cancelled, cancelled] });
    expect(stopped.view.sourceLegs.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(worldAfter(answerWell, (w) => w.operate('cancel'), (w) => w.finish(0)).view.payouts).toMatchObject([{ status: 'cancelled', failureReason: 'cancelled' }, { status: 'cancelled' }]);
    expect(worldAfter(answerWell, (w) => w.operate('fail'), (w) => w.finish(0)).view).toMatchObject({ phase: 'failed', failureReason: 'cancelled', payouts: [{ status: 'failed', failureReason: 'cancelled' }, { status: 'failed' }] });
  });

  it('has a reason also when an operator failed it and no leg did', () => {
    const world = worldAfter(answerWell, answerWell, (w) => w.operate('fail'), (w) => w.finish(0));
    expect(world.view).toMatchObject({ phase: 'failed', failureReason: 'cancelled', payouts: [{ status: 'cancelled', failureReason: 'cancelled' }, { status: 'cancelled' }] });
  });

  it('is still decided when its participants take longer than was promised: their commands are sent again, and nothing is cancelled', () => {
    const world = worldAfter((w) => w.late(), answerWell, answerWell, answerWell, (w) => w.late(), (w) => w.finish(0));
    expect(world.view).toMatchObject({ phase: 'settled', payouts: [{ attempt: 1 }, { attempt: 1 }] });
    expect(world.replies).toHaveLength(1);
  });

  it('goes back to work when a failed leg is tried again, under a new attempt and a new hold', () => {
    const world = worldAfter((w) => w.finish(1), (w) => w.retry(0), answerWell);
    expect(world.view).toMatchObject({ phase: 'delivering', payouts: [{ attempt: 2, status: 'planned' }, { attempt: 1 }] });
    expect(world.view.endedAt).toBeUndefined();
    world.finish(0);
    expect(world.view).toMatchObject({ phase: 'partial', payouts: [{ attempt: 2, status: 'delivered' }, { status: 'failed' }] });
  });

  it('knows a leg by the position it began with, wherever the money of its next attempt comes from', () => {
    const world = worldAfter((w) => w.finish(1), (w) => w.retry(0), (w) => w.retry(1), answerWell, answerWell);
    expect(world.view.payouts).toMatchObject([{ key: 'usdz', attempt: 2 }, { key: 'rlp', attempt: 2 }]);
  });

  it('is under way, and no longer merely reserved, when all of its legs are tried again', () => {
    const world = worldAfter((w) => w.finish(1), (w) => w.retry(0), (w) => w.retry(1), answerWell, answerWell);
    expect(world.view).toMatchObject({ phase: 'delivering', payouts: [{ attempt: 2, status: 'planned' }, { attempt: 2, status: 'planned' }] });
  });

  it('takes a retry as soon as a leg is seen to have failed, and begins it when everything is given back', () => {
    const world = worldAfter(answerWell, answerWell, (w) => w.answer(0, 10));
    expect(world.view.payouts).toMatchObject([{ status: 'failed', attempt: 1 }, { status: 'planned' }]);
    world.retry(0);
    world.finish(0);
    expect(world.view).toMatchObject({ phase: 'settled', payouts: [{ attempt: 2, status: 'delivered' }, { attempt: 1, status: 'delivered' }] });
  });

  it('is what it was until a retry is reserved, and when that is refused', () => {
    const world = worldAfter((w) => w.finish(1));
    const before = { ...world.view, version: 0, updatedAt: '' };
    const unchanged = (): void => expect({ ...world.view, version: 0, updatedAt: '' }).toEqual(before);
    for (const word of [6, 13]) {
      world.retry(0);
      unchanged();
      world.answer(0, word);
      unchanged();
    }
    world.retry(0);
    answerWell(world);
    expect(world.view).toMatchObject({ phase: 'delivering', payouts: [{ key: 'usdz', attempt: 2, status: 'planned' }, { attempt: 1, status: 'failed' }] });
    world.finish(0);
    expect(new Set(world.reservations).size).toBe(world.reservations.length);
    expect(world.holds.get(`${world.view.payouts[0]?.id}/2`)).toBe('posted');
  });

  it('gives the retry of a leg up when the whole is stopped meanwhile, and the leg has failed as before', () => {
    const world = worldAfter(answerWell, answerWell, (w) => w.answer(0, 10), (w) => w.answer(1, 0), (w) => w.answer(1, 0), (w) => w.retry(0), (w) => w.stop(), (w) => w.finish(2));
    expect(world.view).toMatchObject({ phase: 'failed', payouts: [{ attempt: 1, status: 'failed', failureReason: 'cash_leg_unfulfillable_stale_ledger' }, { status: 'cancelled' }] });
    expect(world.paid).toEqual([]);
  });

  it('goes on with a retry that an older instance began, which counted it as an attempt at once', () => {
    const world = worldAfter((w) => w.finish(1), (w) => w.retry(0));
    const [leg, other] = world.withdrawal.state.legs;
    if (!leg || !other) throw new Error('There are two legs.');
    const { retriedAs, retries: _, failure: __, ...details } = leg.details;
    const older = { ...leg, details: { ...details, attempt: 2, reservationId: retriedAs ?? '' } };
    world.withdrawal = { ...world.withdrawal, state: { ...world.withdrawal.state, legs: [older, other] } };
    answerWell(world);
    expect(world.view).toMatchObject({ phase: 'delivering', payouts: [{ attempt: 2, status: 'planned' }, { attempt: 1 }] });
  });

  it('does not take a retry of a leg that did not fail', () => {
    const world = worldAfter((w) => w.finish(0));
    const { version } = world.withdrawal;
    world.retry(0);
    expect(world.withdrawal.version).toBe(version);
  });
});

describe('a leg whose delivery was commanded', () => {
  const asked = (): WalletWorld => worldAfter(answerWell, answerWell, answerWell, (w) => w.answer(1, 0));
  const approval = { turnkeyActivityId: 'a', approvalRequestedAt: '2026-02-05T11:00:00.000Z', approvalValidBefore: '2026-02-06T11:00:00.000Z' };
  const turns: [string, Arrival['type'], object][] = [
    ['queued', 'payout.leg-approval-queued', { blockedBy: 'another' }], ['awaiting_signature', 'payout.leg-approval-requested', approval], ['signed', 'payout.leg-signed', {}],
  ];

  /** The leg's status after each of these. */
  function statusesAfter(...arrivals: [Arrival['type'], object][]): (string | undefined)[] {
    const { withdrawal, now } = asked();
    let current = withdrawal;
    const { legId } = withdrawal.state.legs[0]?.details ?? { legId: '' };
    return arrivals.map(([type, body], index) => {
      const change = arrive(current, { id: `m${index}`, type, body: { legId, ...body } }, now);
      if (typeof change === 'string') throw new Error(`${type} was ${change}`);
      current = stored(change, current);
      return walletViewOf(current).payouts[0]?.status;
    });
  }

  it.each<[string, Arrival['type'] | null, object]>([['planned', null, {}], ...turns])('is recalled while it is %s when somebody was added to a list, and fails, to be tried again', (status, type, body) => {
    const { withdrawal, now } = asked();
    const { legId } = withdrawal.state.legs[0]?.details ?? { legId: '' };
    const ordered = type === null ? withdrawal : stored(arrive(withdrawal, { id: 'm', type, body: { legId, ...body } }, now) as never, withdrawal);
    const change = payeeListed(ordered, 'listed', now);
    expect(change?.send?.flatMap((sent) => ('contract' in sent ? [sent.contract.type] : []))).toContain('payout.recall-payout-leg');
    const recalled = stored(change!, ordered);
    expect(walletViewOf(recalled).payouts[0]?.status).toBe(status);
    expect(payeeListed(recalled, 'listed', now)).toBeNull();
    expect(payeeListed(recalled, 'another', now)).toBeNull();
    const over = stored(arrive(recalled, { id: 'over', type: 'payout.leg-cancelled', body: { legId, attempt: 1, by: 'recall' } }, now) as never, recalled);
    expect(walletViewOf(over).payouts[0]).toMatchObject({ status: 'failed', failureReason: 'cancelled' });
  });

  it('is not recalled once it was broadcast', () => {
    const { withdrawal, now } = asked();
    const { legId } = withdrawal.state.legs[0]?.details ?? { legId: '' };
    const sent = stored(arrive(withdrawal, { id: 'm', type: 'payout.leg-broadcast', body: { legId, txHash: '0x1' } }, now) as never, withdrawal);
    expect(payeeListed(sent, 'listed', now)).toBeNull();
  });

  it('is still planned until its signer has answered, and goes through its approval before it is signed', () => {
    expect(asked().view.payouts[0]?.status).toBe('planned');
    expect(statusesAfter(...turns.map(([, type, body]): [Arrival['type'], object] => [type, body]))).toEqual(turns.map(([status]) => status));
  });

  it.each(turns)('stays %s while it is recalled', (status, type, body) => {
    expect(statusesAfter([type, body], ['leg.stop', { by: 'customer' }], ['payout.leg-cancelled', { attempt: 1, by: 'recall' }])).toEqual([status, status, 'cancelled']);
  });

  it('stays planned while it is recalled before its signer has answered', () => {
    expect(statusesAfter(['leg.stop', { by: 'customer' }])).toEqual(['planned']);
  });

  it.each<[string, Arrival['type']]>([['sent', 'payout.leg-broadcast'], ['confirming', 'payout.leg-confirming']])('runs on when it is %s by the time that it is recalled, and nobody who stopped it waits for its end', (status, type) => {
    const { withdrawal, now } = asked();
    const [leg] = withdrawal.state.legs;
    const alone = { ...withdrawal, state: { ...withdrawal.state, legs: withdrawal.state.legs.slice(0, 1) } };
    const waiting = { for: 'stop', replyAddress: { queue: 'q', correlationId: '7' } } as const;
    const stopping = arrive(alone, { id: 'stop', type: 'client.stop', body: { cancellationId: 'c' }, waiting }, now) as Change<Withdrawal>;
    const repliesIn = ({ send = [] }: Change<Withdrawal>) => send.filter((sent) => 'replyAddress' in sent);
    expect(repliesIn(stopping)).toEqual([]);
    const stopped = stored(stopping, alone);
    const change = arrive(stopped, { id: 'm', type, body: { legId: leg?.details.legId, attempt: 1, txHash: '0x1' } }, now) as Change<Withdrawal>;
    expect(repliesIn(change)).toMatchObject([{ replyAddress: waiting.replyAddress, reply: { payouts: [{ status }] } }]);
  });
});

describe('a wallet with a name', () => {
  const named = (...steps: ((world: WalletWorld) => void)[]): WalletWorld => continued(new WalletWorld('Viktor Malakhov'), ...steps);
  /** Reserved, screened, the first leg held and sourced: then asked about. */
  const asked = (): WalletWorld => named(answerWell, answerWell, answerWell, (w) => w.answer(1, 0));

  it('is screened again before each payment, and paid when it is cleared', () => {
    const world = named((w) => w.finish(0));
    expect(world.view).toMatchObject({ phase: 'settled' });
    expect([...world.verdicts.keys()].sort()).toEqual([...world.paid].sort());
  });

  it('is not screened again at once after its review, and is a minute later', () => {
    const begun = { ...named(answerWell).withdrawal };
    const after = (ms: number) => {
      const now = new Date('2026-02-05T11:00:00.000Z');
      const reviewed = stored(arrive(begun, { id: 'r', type: 'review.cleared', body: { stage: 'in-review', ruleVersion: '1', lookedUpAt: now.toISOString() } }, now) as never, begun);
      const { legId, attempt } = reviewed.state.legs[0]?.details ?? { legId: '', attempt: 1 };
      const held = stored(arrive(reviewed, { id: 'h', type: 'ledger.hold-placed', body: { holdId: `${legId}/1` } }, now) as never, reviewed);
      const sourced = stored(arrive(held, { id: 's', type: 'liquidity.group-sourced', body: { legId, attempt } }, new Date(now.getTime() + ms)) as never, held);
      return sourced.state.legs[0]?.state;
    };
    expect([after(0), after(60_000), after(60_001)]).toEqual(['delivering', 'delivering', 'screeningBeforePayment']);
  });

  it('is not paid while somebody decides, nor when he refuses; the rest of the withdrawal goes on', () => {
    const world = continued(asked(), (w) => w.answer(1, 1));
    expect(world.withdrawal.state.legs[0]).toMatchObject({ state: 'referredBeforePayment' });
    expect(world.view.payouts[0]).toMatchObject({ status: 'planned' });
    world.decide(1);
    world.finish(0);
    expect(world.view).toMatchObject({ phase: 'partial', payouts: [{ status: 'failed', failureReason: 'cancelled' }, { status: 'delivered' }] });
    expect(world.paid).toHaveLength(1);
  });

  it('is given up when it is refused, or when nobody decides', () => {
    expect(continued(asked(), (w) => w.answer(1, 3), (w) => w.finish(2)).view.payouts[0]).toMatchObject({ status: 'failed', failureReason: 'cancelled' });
    const undecided = continued(asked(), (w) => w.answer(1, 1), (w) => w.answer(0, 0), (w) => w.answer(0, 0), (w) => w.answer(0, 0), (w) => w.answer(0, 0), (w) => w.answer(0, 0), (w) => w.answer(0, 0), (w) => w.late());
    expect(undecided.withdrawal.state.legs[0]).toMatchObject({ state: 'cancellingLateScreening' });
    expect(undecided.view.payouts[0]).toMatchObject({ status: 'planned' });
    expect(continued(undecided, (w) => w.answer(0, 0)).view.payouts[0]).toMatchObject({ status: 'failed', failureReason: 'cancelled' });
  });

  it('can be stopped while somebody decides, and the decision comes too late', () => {
    const world = continued(asked(), (w) => w.answer(1, 1), (w) => w.stop(), (w) => w.decide(0), (w) => w.finish(0));
    expect(world.view).toMatchObject({ phase: 'cancelled' });
    expect(world.paid).toEqual([]);
  });
});

describe('a stop of a leg that is screened before its payment', () => {
  const waiting = { for: 'leg-stop', replyAddress: { queue: 'q', correlationId: '7' } } as const;
  const repliesIn = ({ send = [] }: Change<Withdrawal>) => send.filter((sent) => 'replyAddress' in sent);

  it.each([['decided by rules', 0], ['referred to an operator', 1]] as const)('is replied to once the leg is cancelled, and not before: %s', (_, answers) => {
    const { withdrawal, now } = continued(new WalletWorld('Treasury'), answerWell, answerWell, answerWell, (w) => w.answer(1, 0), ...Array.from({ length: answers }, () => (w: WalletWorld) => w.answer(1, 1)));
    const { legId = '', attempt = 1 } = withdrawal.state.legs[0]?.details ?? {};
    const holdId = `${legId}/${attempt}`;
    const answersOf: [Arrival['type'], object][] = [['compliance.screening-cancelled', { legId, attempt }], ['ledger.hold-voided', { holdId }], ['liquidity.group-released', { legId, attempt }]];
    let change = arrive(withdrawal, { id: 'stop', type: 'leg.stop', body: { legId, by: 'customer' }, waiting: { ...waiting, legId } }, now) as Change<Withdrawal>;
    let current = stored(change, withdrawal);
    for (const [type, body] of answersOf) {
      expect(repliesIn(change)).toEqual([]);
      change = arrive(current, { id: type, type, body }, now) as Change<Withdrawal>;
      current = stored(change, current);
    }
    expect(repliesIn(change)).toMatchObject([{ replyAddress: waiting.replyAddress, reply: { payouts: [{ status: 'cancelled' }, {}] } }]);
  });
});

describe('any order of answers, deadlines, stops and retries', () => {
  const step: fc.Arbitrary<(world: WalletWorld) => void> = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.nat(9), fc.nat(100)).map(([which, choice]) => (world: WalletWorld) => world.answer(which, choice)) },
    { weight: 1, arbitrary: fc.constant((world: WalletWorld) => world.late()) },
    { weight: 1, arbitrary: fc.constant((world: WalletWorld) => world.stop()) },
    { weight: 1, arbitrary: fc.nat(1).map((leg) => (world: WalletWorld) => world.stopLeg(leg)) },
    { weight: 1, arbitrary: fc.constantFrom<Action>('retry-step', 'fail', 'cancel').map((action) => (world: WalletWorld) => world.operate(action)) },
    { weight: 1, arbitrary: fc.nat(1).map((leg) => (world: WalletWorld) => world.retry(leg)) },
    { weight: 1, arbitrary: fc.constant((world: WalletWorld) => world.list()) },
    { weight: 1, arbitrary: fc.nat(1).map((choice) => (world: WalletWorld) => world.decide(choice)) },
  );

  it('comes to an end in which every hold and every group is resolved, and the books say what the chain says', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 80 }), fc.nat(2), fc.constantFrom(undefined, 'Treasury'), (steps, ending, label) => {
      const world = continued(new WalletWorld(label), ...steps, (w) => w.finish(ending));
      const { phase, payouts } = world.view;
      const delivered = payouts.filter(({ status }) => status === 'delivered').length;
      const holdsThatAre = (wanted: string): string[] => [...world.holds].filter(([, fate]) => fate === wanted).map(([hold]) => hold).sort();
      expect({
        isOver: world.isOver, phase: ['settled', 'partial'].filter((each) => phase === each), delivered, placed: holdsThatAre('placed'), posted: holdsThatAre('posted'),
        sourced: [...world.groupsOf.values()].filter((fate) => fate === 'sourced'), moved: [...world.namedAtRelease],
        uncleared: label === undefined ? [] : world.paid.filter((payment) => world.verdicts.get(payment) !== 'cleared'),
      }).toEqual({
        isOver: true, phase: delivered === 0 ? [] : delivered === payouts.length ? ['settled'] : ['partial'], delivered: world.paid.length, placed: [], posted: [...world.paid].sort(),
        sourced: [], moved: [...world.namedAtRelease].map(([leg]) => [leg, [...(world.bridged.get(leg) ?? [])]]), uncleared: [],
      });
    }), { numRuns: 3_000 });
  });
});
