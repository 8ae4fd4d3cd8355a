import { describe, expect, it } from '@jest/globals';
import { PortfolioWorld } from '../../test/portfolio-world.js';
import { WalletWorld } from '../../test/wallet-world.js';
import { aWithdrawal } from '../../test/withdrawal.builder.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { recordChange } from '@sluice/contract-webhooks';
import { viewOfKind } from '../engine/replies.js';
import { compareEvents, findingsOf, keyOf, verdictOf } from './invariants.js';

const settledPortfolio = (): PortfolioWorld['withdrawal'] => {
  const world = new PortfolioWorld('specified');
  world.finish(0);
  return world.withdrawal;
};
const settledWallet = (): WalletWorld['withdrawal'] => {
  const world = new WalletWorld();
  world.finish(0);
  return world.withdrawal;
};
const with_ = <Stored extends { state: Withdrawal }>(stored: Stored, change: Partial<Withdrawal>): Stored => ({ ...stored, state: { ...stored.state, ...change } });

describe('a withdrawal as the sagas leave it', () => {
  it.each([['new', aWithdrawal()], ['paid by a portfolio', settledPortfolio()], ['paid by a wallet', settledWallet()]])('has nothing wrong when it is %s', (_, withdrawal) => {
    expect(findingsOf(withdrawal)).toEqual([]);
  });
});

describe('a withdrawal that somebody has changed', () => {
  const portfolio = settledPortfolio();
  const wallet = settledWallet();
  const { details, history } = portfolio.state;
  const undelivered = { ...details, payoutLegs: details.payoutLegs.map((leg) => ({ ...leg, status: 'failed' as const })) };
  const [group, ...otherGroups] = wallet.state.details.wallet?.groups ?? [];
  if (group === undefined || wallet.state.details.wallet === undefined) throw new Error('The wallet has no groups.');
  const sourcesOf = (sources: typeof group.sources) => ({ details: { ...wallet.state.details, wallet: { ...wallet.state.details.wallet, groups: [{ ...group, sources }, ...otherGroups] } as typeof wallet.state.details.wallet } });
  const [first, second] = group.sources;
  if (first === undefined || second === undefined) throw new Error('The group has not two sources.');

  it.each([
    [4, 'is settled and paid nothing', with_(portfolio, { details: undelivered }), ['w1 is settled, and 0.00 of 120.00 GBP were delivered']],
    [4, 'failed and has paid', with_(portfolio, { phase: 'failed' }), ['w1 is failed, and 120.00 of 120.00 GBP were delivered']],
    [4, 'is partial and paid it all', with_(portfolio, { phase: 'partial' }), ['w1 is partial, and 120.00 of 120.00 GBP were delivered']],
    [4, 'paid too much and is not over', with_(portfolio, { phase: 'delivering', details: { ...details, amount: { currency: 'GBP', units: '11999' } } }), ['w1 is delivering, and 120.00 of 119.99 GBP were delivered']],
    [7, 'left out steps', with_(portfolio, { history: history.map((entry, index) => (index > 0 && index < history.length - 1 ? { ...entry, state: 'checkingBankAccount' } : entry)) }), ['w1 went from checkingBankAccount to settled']],
    [7, 'is not where its history ends', with_(portfolio, { state: 'delivering' }), ['w1 is in delivering, its history ends in settled']],
    [8, 'lost a version', with_(portfolio, { history: history.toSpliced(1, 1).map((entry) => ({ ...entry, state: 'settled' })) }), [expect.stringMatching(/^w1 has version \d+, its history has 1, 3/)]],
    [8, 'is ahead of its history', { ...portfolio, version: portfolio.version + 1 }, [expect.stringMatching(/^w1 has version/)]],
    [9, 'has sources of something else', with_(wallet, sourcesOf([first])), ['w1 has sources of 0.065000 for 0.100000 USDC']],
    [9, 'takes a position first', with_(wallet, sourcesOf([second, first])), ['w1 takes a position before cash']],
    [9, 'crosses bridge domains', with_(wallet, sourcesOf([{ ...first, chain: 'bsc' }, second])), ['w1 has sources in two bridge domains']],
  ])('breaks invariant %i when it %s', (invariant, _, withdrawal, texts) => {
    expect(findingsOf(withdrawal).filter((finding) => finding.invariant === invariant).map(({ text }) => text)).toEqual(texts);
  });

  it('is not held against a table that it did not begin under', () => {
    expect(findingsOf(with_(portfolio, { sagaVersion: 0, state: 'delivering' })).filter(({ invariant }) => invariant === 7)).toEqual([]);
  });
});

const world = new PortfolioWorld('specified');
const first = viewOfKind(world.withdrawal);
world.finish(0);
const { withdrawal } = world;

const event = (sequence: number, view: Record<string, unknown> = viewOfKind(withdrawal)) => ({ ...recordChange.sample, id: `event-${sequence}`, withdrawalId: withdrawal.id, sequence, view });
const changedAt = Date.parse(withdrawal.state.history.at(-1)?.at ?? '');
/** Long after the last change, and right after it. */
const [late, early] = [new Date(changedAt + 120_000), new Date(changedAt + 119_999)];
const events = Array.from({ length: withdrawal.version }, (_, index) => event(index + 1, index === 0 ? first : undefined));

describe('a withdrawal and its events', () => {
  it('agree when there is one for each version, and nothing that was acknowledged has changed', () => {
    expect(compareEvents(withdrawal, events, late)).toEqual([]);
  });

  it('agree when more has happened since the withdrawal was read', () => {
    expect(compareEvents(withdrawal, [...events, event(withdrawal.version + 1)], late)).toEqual([]);
  });

  it.each([
    ['the portfolio', { portfolioId: 'prt-9' }, 'portfolioId'], ['the amount that was asked for', { consideration: { currency: 'GBP', amount: '120.01' } }, 'consideration'], ['the kind', { type: 'full' }, 'type'],
  ])('break invariant 6 when %s was another at first', (_, said, field) => {
    expect(compareEvents(withdrawal, [event(1, { ...first, ...said }), ...events.slice(1)], late)).toEqual([{ invariant: 6, text: `w1: ${field} is not what it was at first` }]);
  });

  it.each([
    ['the first is gone', events.slice(1)], ['the last is gone', events.slice(0, -1)], ['one in the middle is gone', events.toSpliced(2, 1)], ['one is there twice', events.toSpliced(2, 1, event(2))], ['there is none', []],
  ])('break invariant 8 when %s', (_, found) => {
    expect(compareEvents(withdrawal, found, late).map(({ invariant }) => invariant)).toEqual([8]);
  });

  it('agree while the last event may still be on its way', () => {
    expect(compareEvents(withdrawal, events.slice(0, -1), early)).toEqual([]);
  });

  it.each([['the first is gone', events.slice(1)], ['one in the middle is gone', events.toSpliced(2, 1)], ['one is there twice', events.toSpliced(2, 1, event(2))]])(
    'break invariant 8 at once when %s', (_, found) => {
      expect(compareEvents(withdrawal, found, early).map(({ invariant }) => invariant)).toEqual([8]);
    });
});

const at = new Date('2026-01-15T10:30:00.000Z');
const finding = (invariant: number, text: string) => ({ invariant, text });

describe('a verdict', () => {
  it('over nothing wrong names all thirteen invariants, and each holds', () => {
    const { ok, checkedAt, invariants } = verdictOf([], at);
    expect([ok, checkedAt, invariants.map(({ number }) => number)]).toEqual([true, at.toISOString(), Array.from({ length: 13 }, (_, index) => index + 1)]);
    expect(invariants.filter((each) => !each.ok || each.violations.length > 0)).toEqual([]);
  });

  it.each([1, 5, 13])('over a violation of invariant %i says which, and that not all is well', (number) => {
    const { ok, invariants } = verdictOf([finding(number, 'so it is')], at);
    expect([ok, invariants.filter((each) => !each.ok).map((each) => [each.number, each.violations])]).toEqual([false, [[number, ['so it is']]]]);
  });

  it('reports fifty violations of one invariant at most', () => {
    expect(verdictOf(Array.from({ length: 60 }, (_, index) => finding(11, `hold ${index}`)), at).invariants[10]?.violations).toHaveLength(50);
  });
});

describe('two findings', () => {
  it('are the same when both the invariant and the text are', () => {
    expect(keyOf(finding(11, 'a'))).toBe(keyOf(finding(11, 'a')));
    expect(keyOf(finding(11, 'a'))).not.toBe(keyOf(finding(11, 'b')));
    expect(keyOf(finding(11, 'a'))).not.toBe(keyOf(finding(5, 'a')));
  });
});
