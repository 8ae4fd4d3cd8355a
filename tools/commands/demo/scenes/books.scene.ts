import type { Scene, Stage } from '../stage.ts';

/** Decimal text as whole cents: amounts are never floating-point numbers, not even here. */
const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + cents(amount), 0n);

async function balancesIn(stage: Stage, currency: string): Promise<{ cameIn: bigint; isThere: bigint }> {
  const played = stage.customers.filter((each) => each.currency === currency);
  const totals: string[] = [];
  for (const { customer, given } of played) {
    const { balance } = await stage.bultra.account(customer.accountId);
    stage.tell(`${customer.accountId}: ${given.padStart(9)} ${currency} came in, ${balance.total.padStart(9)} is there, ${balance.pending} of it pending`);
    totals.push(balance.total);
  }
  return { cameIn: sum(played.map(({ given }) => given)), isThere: sum(totals) };
}

/** Last of all: what came in, less what arrived elsewhere, is there. Currencies are never added up. */
export const books: Scene = {
  title: 'The balances at the end',
  async play(stage) {
    for (const currency of new Set(stage.customers.map((each) => each.currency))) {
      const { cameIn, isThere } = await balancesIn(stage, currency);
      const arrived = [...stage.arrived.values()].filter((withdrawal) => withdrawal.currency === currency).map(({ amount }) => amount);
      stage.check(`what left all ${currency} accounts together is what arrived elsewhere and stayed there: ${arrived.join(' + ')}`, cameIn - isThere === sum(arrived));
    }
  },
};
