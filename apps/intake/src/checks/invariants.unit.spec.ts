import { describe, expect, it } from '@jest/globals';
import { PortfolioWorld } from '../../test/portfolio-world.js';
import { WalletWorld } from '../../test/wallet-world.js';
import { aWithdrawal } from '../../test/withdrawal.builder.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { findingsOf } from './invariants.js';

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
