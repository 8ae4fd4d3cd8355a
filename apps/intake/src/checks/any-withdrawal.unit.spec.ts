import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PortfolioWorld } from '../../test/portfolio-world.js';
import { WalletWorld } from '../../test/wallet-world.js';
import { findingsOf } from './invariants.js';
import { holdsOf } from './withdrawals-check.js';

const answering = <World extends { answer(which: number, choice: number): void }>() =>
  ({ weight: 8, arbitrary: fc.tuple(fc.nat(9), fc.nat(100)).map(([which, choice]) => (world: World): void => world.answer(which, choice)) });
const being = <World extends { late(): void }>() => ({ weight: 1, arbitrary: fc.constant((world: World): void => world.late()) });

const walletStep = fc.oneof(
  answering<WalletWorld>(), being<WalletWorld>(),
  { weight: 1, arbitrary: fc.constant((world: WalletWorld): void => world.stop()) },
  { weight: 1, arbitrary: fc.constant((world: WalletWorld): void => world.list()) },
  { weight: 1, arbitrary: fc.nat(1).map((choice) => (world: WalletWorld): void => world.decide(choice)) },
  { weight: 1, arbitrary: fc.nat(1).map((leg) => (world: WalletWorld): void => world.stopLeg(leg)) },
  { weight: 1, arbitrary: fc.nat(1).map((leg) => (world: WalletWorld): void => world.retry(leg)) },
  { weight: 1, arbitrary: fc.constantFrom('retry-step' as const, 'fail' as const, 'cancel' as const).map((action) => (world: WalletWorld): void => world.operate(action)) },
);
const portfolioStep = fc.oneof(
  answering<PortfolioWorld>(), being<PortfolioWorld>(),
  { weight: 1, arbitrary: fc.constantFrom('client.cancel' as const, 'client.stop' as const, 'operator.fail' as const).map((order) => (world: PortfolioWorld): void => world.order(order)) },
);

function openInWallet({ holds, withdrawal }: WalletWorld) {
  const amounts = new Map(withdrawal.state.legs.map(({ details }) => [details.legId, details.amount]));
  return [...holds].filter(([, fate]) => fate === 'placed').map(([holdId]) => ({ holdId, accountId: 'wallet', open: amounts.get(holdId.split('/')[0] ?? '') ?? { units: 'unknown' } }));
}
const openInPortfolio = ({ hold }: PortfolioWorld) => (hold?.fate === 'placed' ? [{ holdId: 'w1/1', accountId: 'prt-1:GBP', open: { units: String(hold.amount) } }] : []);

interface OpenHold {
  readonly holdId: string;
  readonly accountId: string;
  readonly open: { readonly units: string };
}

const nameOf = ({ accountId, holdId }: Pick<OpenHold, 'accountId' | 'holdId'>): string => `${accountId} ${holdId}`;

/** Invariant 11: holds that no withdrawal has, or of another amount, and those that must be open and are not. */
function holdsThatDiffer(open: readonly OpenHold[], { withdrawal }: WalletWorld | PortfolioWorld): string[] {
  const expected = new Map(holdsOf(withdrawal).map((hold) => [nameOf(hold), hold]));
  const wrong = open.filter((hold) => !expected.has(nameOf(hold)) || (expected.get(nameOf(hold))?.units ?? hold.open.units) !== hold.open.units);
  const found = new Set(open.map(nameOf));
  return [...wrong.map(nameOf), ...[...expected].filter(([name, { ledgerHold }]) => ledgerHold === 'open' && !found.has(name)).map(([name]) => name)];
}

/** Checked after every step, as the running checker may do at any time. */
describe('any life that participants, customers, operators and the clock can make', () => {
  it('of a wallet’s withdrawal breaks nothing at any time', () => {
    fc.assert(fc.property(fc.array(walletStep, { maxLength: 60 }), fc.constantFrom(undefined, 'Treasury'), (steps, label) => {
      const world = new WalletWorld(label);
      for (const step of steps) {
        step(world);
        expect([...findingsOf(world.withdrawal), ...holdsThatDiffer(openInWallet(world), world)]).toEqual([]);
      }
    }), { numRuns: 150 });
  });

  it.each(['specified', 'full'] as const)('of a portfolio’s withdrawal (%s) breaks nothing at any time', (type) => {
    fc.assert(fc.property(fc.array(portfolioStep, { maxLength: 40 }), (steps) => {
      const world = new PortfolioWorld(type);
      for (const step of steps) {
        step(world);
        expect([...findingsOf(world.withdrawal), ...holdsThatDiffer(openInPortfolio(world), world)]).toEqual([]);
      }
    }), { numRuns: 150 });
  });
});
