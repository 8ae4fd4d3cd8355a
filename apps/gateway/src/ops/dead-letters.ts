import { deadLetterRequests, type DeadLetterView } from '@sluice/contract-kit';
import type { Call } from '../access/call.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import type { Services } from '../services/services.js';
import { choiceSchema, consumers, cursorAfter, deadLetterListSchema, type Consumer, type Seen } from './dead-letter.schema.js';
import { cutReply } from './page-reply.js';

interface Found {
  readonly service: Consumer;
  readonly letter: DeadLetterView;
}

const requests = consumers.map((service) => ({ service, ...deadLetterRequests(service) }));

/** spec/operator.md; a message that is of no withdrawal says so. */
const letterBody = ({ withdrawalId, ...letter }: DeadLetterView) => ({ ...letter, withdrawalId: withdrawalId ?? null });

/** Latest first; of the same time, the later id. */
const byTime = ({ letter: one }: Found, { letter: other }: Found): number =>
  Date.parse(other.lastAt) - Date.parse(one.lastAt) || (one.id < other.id ? 1 : -1);

/** All services' dead letters as one list, latest first; grouped by cause, the most frequent first. */
export async function deadLetters(services: Services, call: Call): Promise<Reply> {
  if (call.query['groupBy'] === 'cause') return counted(services, call);
  const { limit, cursor, cause } = readShape(deadLetterListSchema, call.query);
  const lists = await Promise.all(
    requests.map(async ({ service, list }): Promise<Found[]> => {
      const { letters } = await services.ask(list, { limit: limit + 1, after: cursor[service], cause }, call);
      return letters.map((letter) => ({ service, letter }));
    }),
  );
  const found = lists.flat().sort(byTime);
  const page = found.slice(0, limit);
  const seen: Seen = { ...cursor, ...Object.fromEntries(page.map(({ service, letter }) => [service, letter.id])) };
  return jsonReply(200, { data: page.map(({ letter }) => letterBody(letter)), nextCursor: found.length > limit ? cursorAfter(seen) : null });
}

async function counted(services: Services, call: Call): Promise<Reply> {
  const counts = new Map<string, number>();
  const answers = await Promise.all(requests.map(({ countByCause }) => services.ask(countByCause, {}, call)));
  for (const { cause, count } of answers.flatMap(({ causes }) => causes)) counts.set(cause, (counts.get(cause) ?? 0) + count);
  const data = [...counts].map(([cause, count]) => ({ cause, count })).sort((one, other) => other.count - one.count || (one.cause < other.cause ? -1 : 1));
  return cutReply(call, data);
}

/** Puts the chosen letters of all services back into their queues. */
export const redriven = (services: Services, call: Call): Promise<Reply> => decided(services, call, 'redrive');

/** Gives the chosen letters of all services up. */
export const discarded = (services: Services, call: Call): Promise<Reply> => decided(services, call, 'discard');

async function decided(services: Services, call: Call, decision: 'redrive' | 'discard'): Promise<Reply> {
  const choice = readShape(choiceSchema, call.json() ?? {});
  const answers = await Promise.all(requests.map((request) => services.ask(request[decision], choice, call)));
  return jsonReply(200, { count: answers.reduce((sum, { count }) => sum + count, 0) });
}
