import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/tools/client';
import { crash, startAgain, type AppName } from '@sluice/tools/stack';
import { accepted, balanceOf, customerWith, openStory, type Story } from './story.js';
import { paymentsAtTheBank } from './bank-journal.js';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story.operator.clearFaults());

const patience = { withinMs: 90_000 };

describe('payout killed while the bank is thinking', () => {
  it('comes back, asks the bank, and the money has been paid exactly once', async () => {
    const customer = await customerWith(story, '100.00');
    await story.operator.fault({ port: 'bank', mode: 'slow', delay: 'PT3S', count: 1 });
    const { id } = await accepted(story, customer, '60.00');
    await until('the instruction is on its way', () => story.bultra.withdrawal(id), ({ status }) => status === 'IN_PROGRESS');
    await crash(story.place, 'payout');
    await startAgain(story.place, 'payout');
    expect(await story.bultra.ended(id, patience)).toMatchObject({ status: 'EXECUTED' });
    expect(await balanceOf(story, customer)).toEqual(['40.00', '0.00', '40.00']);
    expect(await paymentsAtTheBank(story, customer)).toHaveLength(1);
  });
});

describe.each<AppName>(['intake', 'ledger', 'payout'])('%s killed with twenty withdrawals under way', (app) => {
  it('comes back, and each of them arrives exactly once', async () => {
    const customer = await customerWith(story, '200.00');
    await story.operator.fault({ port: 'bank', mode: 'slow', delay: 'PT2S', count: 20 });
    const withdrawals = await Promise.all(Array.from({ length: 20 }, () => accepted(story, customer, '10.00')));
    await crash(story.place, app);
    await startAgain(story.place, app);
    await story.operator.clearFaults();
    const ended = await Promise.all(withdrawals.map(({ id }) => story.bultra.ended(id, patience)));
    expect(ended.filter(({ status }) => status !== 'EXECUTED')).toEqual([]);
    expect(await balanceOf(story, customer)).toEqual(['0.00', '0.00', '0.00']);
    expect(await paymentsAtTheBank(story, customer)).toHaveLength(20);
  });
});
