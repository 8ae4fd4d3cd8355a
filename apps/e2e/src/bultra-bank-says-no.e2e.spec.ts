import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/tools/client';
import { accepted, balanceOf, customerWith, openStory, type Story } from './story.js';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story.operator.clearFaults());

describe('a bank that rejects the instruction', () => {
  it('makes the withdrawal fail with its code, and the money is free again', async () => {
    const customer = await customerWith(story, '100.00');
    await story.operator.fault({ port: 'bank', mode: 'reject', code: 'R03', count: 1 });
    const { id } = await accepted(story, customer, '60.00');
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'FAILED', failure_code: 'R03' });
    expect(await balanceOf(story, customer)).toEqual(['100.00', '0.00', '100.00']);
  });
});

describe('a bank that took the instruction but whose answer was lost', () => {
  it('is asked about it, and pays once', async () => {
    const customer = await customerWith(story, '100.00');
    await story.operator.fault({ port: 'bank', mode: 'fail_after_success', count: 1 });
    const { id } = await accepted(story, customer, '60.00');
    expect(await story.bultra.ended(id, { withinMs: 60_000 })).toMatchObject({ status: 'EXECUTED' });
    expect(await balanceOf(story, customer)).toEqual(['40.00', '0.00', '40.00']);
  });
});

describe('a bank that sends the money back after it arrived', () => {
  it('makes the withdrawal fail, and credits the account once', async () => {
    const customer = await customerWith(story, '100.00');
    const { id } = await accepted(story, customer, '60.00');
    await story.bultra.ended(id);
    await story.operator.bankReturn(id, 'R02');
    const returned = await until('the return is seen', () => story.bultra.withdrawal(id), ({ status }) => status === 'FAILED');
    expect(returned).toMatchObject({ failure_code: 'R02' });
    await until('the account is credited', () => balanceOf(story, customer), ([total]) => total === '100.00');
  });
});
