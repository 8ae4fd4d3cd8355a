import type { Envelope } from '@sluice/contract-kit';
import { DomainError, Money, type Currency } from '@sluice/kernel';
import { availableOf, type AccountStatus } from '../src/accounts/account.js';
import { placeHold, postHold, voidHold } from '../src/holds/hold-commands.js';
import { holdingIdOf } from '../src/journal/system-account.js';
import { World } from './world.js';

/**
 * A ledger test as a table, one command a line, `->` what it comes to:
 *
 *     open acc USD
 *     deposit acc d1 100.00               -> available 100.00
 *     place acc h1 60.00                  -> placed
 *     place acc h2 all                    -> placed all 40.00
 *     place acc h2 all 5.00               -> placed all 40.00
 *     post acc h1 p1 20.00 p2 10.00 rest  -> posted 30.00 open 0.00
 *     void acc h1                         -> voided 0.00
 *     return acc r1 5.00                  -> returned
 *     sell acc o1 60.00 55.00             -> booked
 *     fee acc f1 5.00                     -> booked
 *     holding d1 55.00                    -> booked
 *     sum clearing:GAINS:USD              -> -500
 *     status acc FROZEN
 *     balance acc                         -> posted 75.00 pending 0.00 available 75.00
 *
 * An amount is in dollars unless it says otherwise (`5.00EUR`); a sum is in cents. A refusal in code is written `! code`.
 */
export async function outcomesOf(table: string): Promise<{ said: string[]; expected: string[]; world: World }> {
  const world = new World();
  const rows = table.split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line) => line.split('->').map((part) => part.trim()));
  const said: string[] = [];
  for (const [command = ''] of rows) said.push(`${command} -> ${await outcomeOf(world, command.split(/\s+/))}`.trim());
  return { said, expected: rows.map(([command = '', outcome = '']) => `${command} -> ${outcome}`.trim()), world };
}

type Run = (world: World, words: readonly string[], accountId: string) => Promise<string>;

async function outcomeOf(world: World, [verb = '', accountId = '', ...words]: readonly string[]): Promise<string> {
  const run = verbs[verb];
  if (run === undefined) throw new Error(`The table has no command ${verb}`);
  try {
    return await run(world, words, accountId);
  } catch (error) {
    if (error instanceof DomainError) return `! ${error.code}`;
    throw error;
  }
}

function moneyOf(text = ''): Money {
  const [, amount = '', currency = ''] = /^(-?[\d.]+)([A-Z]*)$/.exec(text) ?? [];
  return Money.parse(amount, (currency === '' ? 'USD' : currency) as Currency);
}

const envelopeOf = <Body>(body: Body): Envelope<Body> => ({
  id: JSON.stringify(body), type: 'ledger.test', version: 1, tenantId: 'acme', withdrawalId: 'w1', causationId: 'test', replyTo: 'tester',
  occurredAt: '2026-11-21T10:00:00Z', body,
});

const decimal = (json: unknown): string => Money.fromJson(json as ReturnType<Money['toJson']>).toDecimal();

/** The last answer in the words of the table: `placed`, `refused <reason>`, `posted 30.00 open 0.00`. */
function answerIn(world: World): string {
  const { type, body } = world.answers.at(-1) ?? { type: '', body: {} };
  const { reason, posted, open, voided } = body as Record<string, unknown>;
  if (type.endsWith('refused')) return `refused ${String(reason)}`;
  if (type.endsWith('hold-posted')) return `posted ${decimal(posted)} open ${decimal(open)}`;
  return type.endsWith('voided') ? `voided ${decimal(voided)}` : 'placed';
}

/** What a hold of all there is came to; nothing to add to a refusal. */
function allIn(world: World): string {
  const { amount } = (world.answers.at(-1)?.body ?? {}) as Record<string, unknown>;
  return amount === undefined ? '' : ` all ${decimal(amount)}`;
}

function postingsIn(words: readonly string[]): { postingId: string; amount: Money; toAccountId: string }[] {
  const pairs = words.filter((word) => word !== 'rest');
  return pairs.flatMap((postingId, index) => {
    if (index % 2 === 1) return [];
    const amount = moneyOf(pairs[index + 1]);
    return [{ postingId, amount, toAccountId: `clearing:ACH:${amount.currency}` }];
  });
}

const OWNER = 'cus_1';

const verbs: Record<string, Run> = {
  async open(world, [currency = 'USD'], id) {
    await world.book().open(envelopeOf({}), { id, kind: 'customer', owner: OWNER, currency: currency as Currency });
    return '';
  },
  async status(world, [status = ''], accountId) {
    await world.book().setStatus(envelopeOf({}), accountId, status as AccountStatus);
    return '';
  },
  async deposit(world, [sourceId = '', amount], accountId) {
    const account = await world.book().credit(envelopeOf({}), accountId, { kind: 'deposit', sourceId, amount: moneyOf(amount) });
    return `available ${availableOf(account).toDecimal()}`;
  },
  async return(world, [sourceId = '', text, from], accountId) {
    const amount = moneyOf(text);
    await world.book().credit(envelopeOf({}), accountId, { kind: 'return', sourceId, amount, fromAccountId: from ?? `clearing:ACH:${amount.currency}` });
    return 'returned';
  },
  async place(world, [holdId = '', amount, floor], accountId) {
    const moreThan = floor === undefined ? {} : { moreThan: moneyOf(floor).toJson() };
    const wanted = amount === 'all' ? moreThan : { amount: moneyOf(amount).toJson() };
    await world.book().decideOnHold(envelopeOf({ holdId, accountId, ...wanted }), placeHold);
    return `${answerIn(world)}${amount === 'all' ? allIn(world) : ''}`;
  },
  async sell(world, [sourceId = '', proceeds, cost, owner = OWNER], accountId) {
    const amount = moneyOf(proceeds);
    const sold = { holdingId: holdingIdOf(owner, 'GB00B3X7QG63', amount.currency), bookCost: moneyOf(cost) };
    await world.book().creditCash({ cause: envelopeOf({}), accountId, owner, credits: [{ kind: 'sale', sourceId, amount, sold }], send: [] });
    return 'booked';
  },
  async fee(world, [sourceId = '', text, from], accountId) {
    const amount = moneyOf(text);
    const fee = { kind: 'fee', sourceId, amount, fromAccountId: from ?? `clearing:FEES:${amount.currency}` } as const;
    await world.book().creditCash({ cause: envelopeOf({}), accountId, owner: OWNER, credits: [fee], send: [] });
    return 'booked';
  },
  async holding(world, [cost, isin = 'GB00B3X7QG63'], depositId) {
    await world.book().bookHolding('acme', { depositId, portfolioId: OWNER, isin, bookCost: moneyOf(cost) });
    return 'booked';
  },
  async sum(world, _words, accountId) {
    const lines = world.booked().flatMap((entry) => entry.lines).filter((line) => line.accountId === accountId);
    return lines.reduce<bigint>((total, { debit, credit }) => total + credit.units - debit.units, 0n).toString();
  },
  async post(world, [holdId = '', ...words], accountId) {
    const postings = postingsIn(words).map((posting) => ({ ...posting, amount: posting.amount.toJson() }));
    await world.book().decideOnHold(envelopeOf({ holdId, accountId, postings, releaseRest: words.includes('rest') }), postHold);
    return answerIn(world);
  },
  async void(world, [holdId = '', currency = 'USD'], accountId) {
    await world.book().decideOnHold(envelopeOf({ holdId, accountId, currency: currency as Currency }), voidHold);
    return answerIn(world);
  },
  async balance(world, _words, accountId) {
    const account = world.account(accountId);
    return `posted ${account.posted.toDecimal()} pending ${account.pending.toDecimal()} available ${availableOf(account).toDecimal()}`;
  },
};
