import type { Scene, Stage } from '../stage.ts';

/** Decimal text as whole cents: amounts are never floating-point numbers, not even here. */
const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

async function totalOf(stage: Stage): Promise<bigint> {
  let total = 0n;
  for (const { customer, given } of stage.customers) {
    const { balance } = await stage.bultra.account(customer.accountId);
    stage.tell(`${customer.accountId}: ${given.padStart(8)} came in, ${balance.total.padStart(8)} is there, ${balance.pending} of it pending`);
    total += cents(balance.total);
  }
  return total;
}

/** Last of all: what came in, less what arrived elsewhere, is there. */
export const books: Scene = {
  title: 'The balances at the end',
  async play(stage) {
    const cameIn = stage.customers.reduce((sum, { given }) => sum + cents(given), 0n);
    const isThere = await totalOf(stage);
    stage.check('what left all accounts together is the one withdrawal that arrived', cameIn - isThere === cents('2500.00'));
  },
};
