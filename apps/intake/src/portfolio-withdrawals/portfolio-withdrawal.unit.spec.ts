import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PortfolioWorld } from '../../test/portfolio-world.js';

const reported = (type: 'specified' | 'full', ...steps: ((world: PortfolioWorld) => void)[]): PortfolioWorld => {
  const world = new PortfolioWorld(type);
  for (const step of steps) step(world);
  return world;
};
const answers = (count: number) => (world: PortfolioWorld): void => { for (let turn = 0; turn < count; turn += 1) world.answer(0, 0); };

describe('a withdrawal from a portfolio', () => {
  it('of a specified amount is paid exactly, and what was oversold stays as cash', () => {
    const world = reported('specified', (w) => w.finish(0));
    expect(world.view).toMatchObject({ phase: 'settled', paidOut: { units: '12000' }, fee: { units: '0' } });
    expect([world.cash, world.clearing]).toEqual([40, 12_000]);
  });

  it('in full pays all that was there but the fee, which its owner gets', () => {
    const world = reported('full', (w) => w.finish(0));
    expect(world.view).toMatchObject({ phase: 'settled', paidOut: { units: '14500' }, fee: { units: '500' } });
    expect([world.cash, world.clearing, world.feePortfolio]).toEqual([0, 14_500, 500]);
  });

  it.each([
    ['its bank account is not active', 12, 'free', 'The bank account is not active.'],
    ['a rule of the portfolio is broken', 9, 'refused', 'The amount is more than 95% of the value of the portfolio.'],
  ])('is rejected with the reason when %s, and nothing was touched', (_, choice, place, reason) => {
    const world = reported('specified', (w) => w.finish(choice));
    expect(world.view).toMatchObject({ phase: 'rejected', reason });
    expect([world.cash, world.holdings, world.place, world.hold]).toEqual([5_000, 10_000, place, null]);
  });

  it('fails when not enough can be raised: what was sold is cash, and the portfolio is free again', () => {
    const world = reported('specified', answers(5), (w) => w.finish(6));
    expect(world.view).toMatchObject({ phase: 'failed', reason: 'The balance of the portfolio is not enough.' });
    expect([world.cash, world.holdings, world.place]).toEqual([8_000, 7_000, 'given back']);
  });

  it('keeps as cash what was sold before it was cancelled', () => {
    const world = reported('specified', answers(6), (w) => w.order('client.cancel'));
    expect(world.view).toMatchObject({ phase: 'cancelling' });
    world.finish(0);
    expect(world.view).toMatchObject({ phase: 'cancelled', reason: 'The withdrawal was cancelled.' });
    expect([world.cash, world.holdings, world.place, world.paid]).toEqual([12_040, 2_960, 'given back', 0]);
  });

  it('waits as created while documents are asked for up front, and goes on when they are accepted', () => {
    const world = reported('specified', answers(3), (w) => w.answer(0, 7));
    expect(world.withdrawal.state).toMatchObject({ phase: 'created', hold: 'rfi' });
    expect([world.cash, world.holdings, world.hold]).toEqual([5_000, 10_000, null]);
    world.finish(0);
    expect(world.view).toMatchObject({ phase: 'settled', paidOut: { units: '12000' } });
  });

  it.each([['cancelled', 'client.cancel'], ['failed', 'operator.fail']] as const)('that waits for documents up front can be %s, and its portfolio is free again', (phase, order) => {
    const world = reported('specified', answers(3), (w) => w.answer(0, 7), (w) => w.order(order), (w) => w.finish(0));
    expect(world.view).toMatchObject({ phase });
    expect([world.cash, world.holdings, world.place, world.hold]).toEqual([5_000, 10_000, 'given back', null]);
  });

  it('whose documents do not come in two weeks is rejected, and its portfolio is free again', () => {
    const world = reported('specified', answers(3), (w) => w.answer(0, 7));
    const askedAt = world.now.getTime();
    world.late();
    expect(world.now.getTime() - askedAt).toBe(14 * 86_400_000);
    world.finish(0);
    expect(world.view).toMatchObject({ phase: 'rejected', reason: 'The documents asked for were not provided in time.' });
    expect(world.place).toBe('given back');
  });

  it('that compliance refuses up front is rejected, and its portfolio is free again', () => {
    const world = reported('specified', answers(3), (w) => w.finish(8));
    expect(world.view).toMatchObject({ phase: 'rejected', reason: 'Refused by compliance.' });
    expect(world.place).toBe('given back');
  });

  it('whose party or payee is on a list by the time of the payment is not paid, and what was sold is cash', () => {
    const world = reported('specified', answers(7), (w) => w.finish(8));
    expect(world.view).toMatchObject({ phase: 'failed', reason: 'Refused by compliance.' });
    expect([world.cash, world.holdings, world.place, world.paid]).toEqual([12_040, 2_960, 'given back', 0]);
  });

  it('takes no cancellation once the payment is under way', () => {
    const world = reported('specified', answers(9));
    expect(world.view.phase).toBe('delivering');
    const { version } = world.withdrawal;
    world.order('client.cancel');
    expect(world.withdrawal.version).toBe(version);
  });
});

describe('any order of answers, deadlines and cancellations', () => {
  const step: fc.Arbitrary<(world: PortfolioWorld) => void> = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.nat(9), fc.nat(100)).map(([which, choice]) => (world: PortfolioWorld) => world.answer(which, choice)) },
    { weight: 1, arbitrary: fc.constant((world: PortfolioWorld) => world.late()) },
    { weight: 1, arbitrary: fc.constantFrom('client.cancel', 'client.stop', 'operator.fail').map((type) => (world: PortfolioWorld) => world.order(type)) },
  );

  it('comes to an end in which no money is lost, what was paid is what was booked, and the portfolio is free', () => {
    fc.assert(fc.property(fc.constantFrom('specified', 'full'), fc.array(step, { maxLength: 60 }), fc.nat(1), (type, steps, ending) => {
      const world = reported(type, ...steps, (w) => w.finish(ending));
      const { phase, paidOut, fee } = world.view;
      expect({
        isOver: world.isOver, total: world.total, clearing: world.clearing, isHeld: world.hold?.fate === 'placed', isTaken: world.place === 'taken',
        isSettled: phase === 'settled', paidOut: paidOut?.units ?? '0', fee: world.feePortfolio, isOverdrawn: !(world.cash >= 0),
      }).toEqual({
        isOver: true, total: 15_000, clearing: world.paid, isHeld: false, isTaken: false,
        isSettled: world.paid > 0, paidOut: String(world.paid), fee: world.paid > 0 ? Number(fee.units) : 0, isOverdrawn: false,
      });
    }), { numRuns: 3_000 });
  });
});
