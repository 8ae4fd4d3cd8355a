import type { Envelope } from '@sluice/contract-kit';
import { Money } from '@sluice/kernel';
import fc from 'fast-check';
import type { Book } from '../src/accounts/book.js';
import type { Credit } from '../src/credits/credit.js';
import { placeHold, postHold, voidHold } from '../src/holds/hold-commands.js';
import { holdingIdOf } from '../src/journal/system-account.js';

/** A command or request to the ledger as a value, in cents of one account. The same order is the same message. */
export type Order =
  | { readonly verb: 'place'; readonly holdId: string; readonly amount: number }
  | { readonly verb: 'post'; readonly holdId: string; readonly parts: readonly { id: string; amount: number }[]; readonly rest: boolean }
  | { readonly verb: 'void'; readonly holdId: string }
  | { readonly verb: 'place all'; readonly holdId: string }
  | { readonly verb: 'deposit' | 'return' | 'fee'; readonly id: string; readonly amount: number }
  | { readonly verb: 'sale'; readonly id: string; readonly amount: number; readonly cost: number };

const amount = fc.constantFrom(20, 60, 95);
const holdId = fc.constantFrom('h1', 'h2');
const moneyId = fc.constantFrom('m1', 'm2', 'm3');
/** An id always names the same amount: what is sent again is the same. */
const part = fc.constantFrom(...[7, 20, 35, 60].map((cents) => ({ id: `p${cents}`, amount: cents })));
const parts = fc.uniqueArray(part, { minLength: 1, maxLength: 2, selector: ({ id }) => id });

/** Weighted so that most sequences get money in, place holds and post them in several parts. */
const costs: Record<string, number> = { m1: 0, m2: 50, m3: 90 };

export const orders: fc.Arbitrary<Order> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ verb: fc.constant('place' as const), holdId, amount }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('place all' as const), holdId }) },
  { weight: 5, arbitrary: fc.record({ verb: fc.constant('post' as const), holdId, parts, rest: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('void' as const), holdId }) },
  { weight: 3, arbitrary: moneyId.map((id) => ({ verb: 'deposit' as const, id, amount: Number(id.slice(1)) * 40 })) },
  { weight: 1, arbitrary: moneyId.map((id) => ({ verb: 'return' as const, id, amount: Number(id.slice(1)) * 15 })) },
  { weight: 1, arbitrary: moneyId.map((id) => ({ verb: 'fee' as const, id, amount: Number(id.slice(1)) * 3 })) },
  { weight: 2, arbitrary: moneyId.map((id) => ({ verb: 'sale' as const, id, amount: Number(id.slice(1)) * 25, cost: costs[id] ?? 0 })) },
);

export const ACCOUNT = 'acc_1';
const OWNER = 'cus_1';
const usd = (cents: number) => ({ currency: 'USD' as const, units: String(cents) });

export const messageOf = <Body>(id: string, body: Body, tenantId = 'acme'): Envelope<Body> => ({
  id, type: 'ledger.test', version: 1, tenantId, causationId: 'test', replyTo: 'tester', occurredAt: '2026-11-21T10:00:00Z', body,
});

const dollars = (cents: number): Money => Money.ofUnits('USD', BigInt(cents));

function creditOf(order: Extract<Order, { id: string }>): Credit {
  const credit = { kind: order.verb, sourceId: order.id, amount: dollars(order.amount) };
  if (order.verb !== 'sale') return { ...credit, fromAccountId: 'clearing:ACH:USD' };
  return { ...credit, sold: { holdingId: holdingIdOf(OWNER, 'GB00B3X7QG63', 'USD'), bookCost: dollars(order.cost) } };
}

/** Carries an order to a book, as a consumer does. */
export async function carryOut(book: Book, order: Order, tenantId?: string): Promise<void> {
  const message = <Body>(body: Body) => messageOf(JSON.stringify(order), body, tenantId);
  switch (order.verb) {
    case 'place':
      return book.decideOnHold(message({ accountId: ACCOUNT, holdId: order.holdId, amount: usd(order.amount) }), placeHold);
    case 'post': {
      const postings = order.parts.map((item) => ({ postingId: item.id, amount: usd(item.amount), toAccountId: 'clearing:ACH:USD' }));
      return book.decideOnHold(message({ accountId: ACCOUNT, holdId: order.holdId, postings, releaseRest: order.rest }), postHold);
    }
    case 'void':
      return book.decideOnHold(message({ accountId: ACCOUNT, holdId: order.holdId, currency: 'USD' as const }), voidHold);
    case 'place all':
      return book.decideOnHold(message({ accountId: ACCOUNT, holdId: order.holdId }), placeHold);
    case 'deposit':
    case 'return':
      await book.credit(message({}), ACCOUNT, creditOf(order));
      return;
    default:
      return book.creditCash({ cause: message({}), accountId: ACCOUNT, owner: OWNER, credits: [creditOf(order)], send: [] });
  }
}

export const openAccountIn = (book: Book, tenantId?: string) =>
  book.open(messageOf('open', {}, tenantId), { id: ACCOUNT, kind: 'customer', owner: OWNER, currency: 'USD' });
