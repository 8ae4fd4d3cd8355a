import { afterAll, describe, expect, it } from '@jest/globals';
import { until, type FundedCustomer } from '@sluice/tools/client';
import { crash, crashInfrastructure, isAllReady, stackStatus, startAgain, startInfrastructureAgain, type AppName } from '@sluice/tools/stack';
import { paymentsAtTheBank } from './outside-journals.js';
import { accepted, balanceOf, customerWith, openStory } from './story.js';

const story = await openStory();
afterAll(() => story.operator.clearFaults());

const waitLimit = { withinMs: 100_000 };

/** Broker and database are killed only where they are ours: what was given to the stack is not. */
const ownInfrastructure = (['rabbitmq', 'database'] as const).filter((name) => name in story.stack.processes);

/** At a slow bank, so that they are on their way when the crash comes. */
async function withdrawalsUnderWay(customer: FundedCustomer, count: number): Promise<string[]> {
  await story.operator.fault({ port: 'bank', mode: 'slow', delay: 'PT2S', count });
  const withdrawals = await Promise.all(Array.from({ length: count }, () => accepted(story, customer, '10.00')));
  return withdrawals.map(({ id }) => id);
}

async function expectAllArrivedOnce(customer: FundedCustomer, ids: readonly string[]): Promise<void> {
  const ended = await Promise.all(ids.map((id) => story.bultra.ended(id, waitLimit)));
  expect(ended.filter(({ status }) => status !== 'EXECUTED')).toEqual([]);
  expect(await balanceOf(story, customer)).toEqual(['0.00', '0.00', '0.00']);
  expect(await paymentsAtTheBank(story, customer)).toHaveLength(ids.length);
}

describe('payout killed while the bank is thinking', () => {
  it('comes back, asks the bank, and the money has been paid exactly once', async () => {
    const customer = await customerWith(story, '10.00');
    const ids = await withdrawalsUnderWay(customer, 1);
    await until('the instruction is on its way', () => story.bultra.withdrawal(ids[0] ?? ''), ({ status }) => status === 'IN_PROGRESS' || status === 'EXECUTED');
    await crash(story.place, 'payout');
    await startAgain(story.place, 'payout');
    await expectAllArrivedOnce(customer, ids);
  });
});

describe.each<AppName>(['intake', 'ledger', 'payout'])('%s killed with twenty withdrawals under way', (app) => {
  it('comes back, and each of them arrives exactly once', async () => {
    const customer = await customerWith(story, '200.00');
    const ids = await withdrawalsUnderWay(customer, 20);
    await crash(story.place, app);
    await startAgain(story.place, app);
    await expectAllArrivedOnce(customer, ids);
  });
});

for (const name of ownInfrastructure) {
  describe(`${name} killed with ten withdrawals under way`, () => {
    it('comes back, and each of them arrives exactly once', async () => {
      const customer = await customerWith(story, '100.00');
      const ids = await withdrawalsUnderWay(customer, 10);
      await crashInfrastructure(story.place, name);
      await startInfrastructureAgain(story.place);
      await until('every process is ready again', () => stackStatus(story.place), isAllReady, waitLimit);
      await expectAllArrivedOnce(customer, ids);
    });
  });
}
