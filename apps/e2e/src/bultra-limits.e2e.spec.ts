import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { balanceOf, customerWith, openStory, requested } from './story.js';

const story = await openStory();
beforeAll(() => story.operator.limits([{ scope: 'account', currency: 'GBP', perDay: '100.00', countPerDay: 3 }]));
afterAll(() => story.operator.limits([]));

type Customer = Awaited<ReturnType<typeof customerWith>>;

async function withdrawn(customer: Customer, amount: string) {
  const { id } = await requested(story, customer, amount, 'FPS');
  await story.bultra.accepted(id);
  return story.bultra.ended(id);
}

describe('an account that may pay out 100.00 a day', () => {
  it('pays out that much, fails beyond it, and the money that was held is free again', async () => {
    const customer = await customerWith(story, '500.00', 'GBP');
    expect(await withdrawn(customer, '60.00')).toMatchObject({ status: 'EXECUTED' });
    expect(await withdrawn(customer, '40.01')).toMatchObject({ status: 'FAILED', failure_code: 'LIMIT_EXCEEDED' });
    expect(await balanceOf(story, customer)).toEqual(['440.00', '0.00', '440.00']);
    expect(await withdrawn(customer, '40.00')).toMatchObject({ status: 'EXECUTED' });
  });

  it('is not held up by what another account paid out', async () => {
    expect(await withdrawn(await customerWith(story, '500.00', 'GBP'), '100.00')).toMatchObject({ status: 'EXECUTED' });
  });
});

describe('an account that may pay out three times a day', () => {
  it('fails the fourth time, however little it is', async () => {
    const customer = await customerWith(story, '500.00', 'GBP');
    for (const _ of [1, 2, 3]) expect(await withdrawn(customer, '1.00')).toMatchObject({ status: 'EXECUTED' });
    expect(await withdrawn(customer, '0.01')).toMatchObject({ status: 'FAILED', failure_code: 'VELOCITY_EXCEEDED' });
    expect(await balanceOf(story, customer)).toEqual(['497.00', '0.00', '497.00']);
  });
});
