import { setTimeout as pause } from 'node:timers/promises';
import { bankJournal, usdcOnChain } from '../client/index.ts';
import { withRetries, isForNowOrUnanswered } from './with-retries.ts';
import type { StackFile, StackPlace } from '../stack/index.ts';
import type { Attempt, LoadClient } from './load-client.ts';
import type { Final } from './outcome.ts';

const AT_ONCE = 8;
const LOOK_EVERY_MS = 250;

/** Hundredths of USDC in its six decimals. */
const UNITS_OF_USDC = 10_000n;

/** Until every withdrawal has ended as far as is known, or the time for it is over. */
export async function untilAllHaveEnded({ attempts }: LoadClient, withinMs: number, signal: AbortSignal): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  const isOpen = ({ endedAt, refusedWith }: Attempt): boolean => endedAt === undefined && refusedWith === undefined;
  while (attempts.some(isOpen) && performance.now() < giveUpAt) await pause(LOOK_EVERY_MS, undefined, { signal });
}

/** The work on each item, some at once, in their order. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))));
  return results;
}

const taken: ReadonlySet<string> = new Set(['accepted', 'settled', 'returned']);

/** How every withdrawal stands, by its own dialect, and how often it was paid, by the books of the bank and the chain. */
export async function finalsOf(attempts: readonly Attempt[], stack: StackFile, place: StackPlace): Promise<Final[]> {
  // Before the books, so that what is paid meanwhile cannot look like a payment that nobody knows of.
  const standings = await each(attempts, async ({ id, withdrawal }) =>
    (id === undefined ? 'missing' as const : (await withRetries(() => withdrawal.read(id), isForNowOrUnanswered)).result));
  const bank = new Map<string, number>();
  for (const { status, amount } of await bankJournal(place)) if (amount !== undefined && taken.has(status)) bank.set(amount.units, (bank.get(amount.units) ?? 0) + 1);
  const paid = await each(attempts, async ({ withdrawal: { payee, units } }) =>
    (payee === undefined ? bank.get(String(units)) ?? 0 : Number(await usdcOnChain(stack, payee.chain, payee.address) / (units * UNITS_OF_USDC))));
  return attempts.map((attempt, index) => ({ attempt, standing: standings[index] ?? 'missing', paid: paid[index] ?? 0 }));
}
