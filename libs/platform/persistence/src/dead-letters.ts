import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { type DeadLetterView, type OpenedLetterView, PLATFORM_TENANT } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import { type DeadLetter, DeadLetterStore, Publisher } from '@sluice/messaging';
import type { Connection } from 'mongoose';
import { deadLettersParked } from './metrics.js';
import { MAX_DOCUMENTS_PER_ANSWER, rowsAfter, sortBy, unknownPageEnd } from './queries.js';

/** Fields whose texts say which thing, when, how much and of what kind: what a repair needs, and never who somebody is or what their account number is. */
const plain = /^(id|.*Ids?|type|kind|version|status|state|stage|phase|hold|code|rail|chain|dialect|currency|units|amount|attempts?|at|.*At|.*Date|dueAt|decision|subject|traceparent)$/;
const LONGEST = 16_000;
const LONGEST_PLAIN = 100;
/** As long as a short account number. */
const LONG_NUMBER = 10_000_000;

const hidden = (text: string): string => `${text.slice(0, 1)}••• (${text.length} characters)`;

function masked(name: string, value: unknown): unknown {
  if (typeof value === 'string') return (plain.test(name) && value.length <= LONGEST_PLAIN) || value === '' ? value : hidden(value);
  if (typeof value === 'number') return Math.abs(value) < LONG_NUMBER || plain.test(name) ? value : '•••';
  if (Array.isArray(value)) return value.map((each) => masked(name, each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(key, each)]));
}

/** A message as operators may see it: its structure, ids, kinds, times and amounts. Every other text is hidden, and all of what is no JSON. */
export function maskedBody(content: string): string {
  let read: unknown;
  try {
    read = JSON.parse(content);
  } catch {
    return `${content.length} characters that are no JSON.`;
  }
  const text = JSON.stringify(masked('', read), null, 2);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… and ${text.length - LONGEST} characters more.` : text;
}

export interface DeadLetterDocument extends Omit<DeadLetter, 'id'> {
  /** Made from queue and message id: the same event can fail in several queues. */
  _id: string;
  messageId: string;
  /** Those that an operator has dealt with are kept, with his reason. */
  status: 'parked' | 'redriven' | 'discarded';
  reason?: string;
}

const COLLECTION = 'dead_letters';

/** The service's dead letters, in its own database. */
@Injectable()
export class MongoDeadLetters extends DeadLetterStore {
  constructor(@InjectConnection() private readonly connection: Connection) {
    super();
  }

  get collection() {
    return this.connection.collection<DeadLetterDocument>(COLLECTION);
  }

  async createIndexes(): Promise<void> {
    await this.collection.createIndex({ tenantId: 1, status: 1, cause: 1, lastAt: -1 });
  }

  /** One document per message and queue: a letter that comes again, after a redrive, adds to its attempts. */
  async park({ id: messageId, attempts, firstAt, ...letter }: DeadLetter): Promise<void> {
    const update = { $set: { messageId, ...letter, status: 'parked' as const }, $min: { firstAt }, $inc: { attempts } };
    await this.collection.updateOne({ _id: idFrom(letter.queue, messageId) }, update, { upsert: true, ignoreUndefined: true });
    deadLettersParked.inc({ service: letter.service });
  }
}

/** Which letters are meant: those with these ids, or this cause, or both. */
export interface Choice {
  readonly ids?: readonly string[] | undefined;
  readonly cause?: string | undefined;
}

const viewOf = ({ _id: id, cause, service, type, withdrawalId, attempts, firstAt, lastAt }: DeadLetterDocument): DeadLetterView => ({
  id, cause, service, type, ...(withdrawalId ? { withdrawalId } : {}), attempts, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString(),
});

/** In a query null is also what is not there. */
const ownedBy = (tenantId: string) => (tenantId === PLATFORM_TENANT ? { tenantId: null as never } : { tenantId });

/** What operators do with dead letters. Every call is for one tenant; letters of which nobody can read the tenant are the platform's. */
@Injectable()
export class DeadLetterAdmin {
  constructor(private readonly letters: MongoDeadLetters, private readonly publisher: Publisher) {}

  /** Latest first; `after` is the id of the last one already seen. @throws DomainError `invalid_request` when there is none such */
  async list(tenantId: string, { cause, limit, after }: { cause?: string | undefined; limit: number; after?: string | undefined }): Promise<DeadLetterView[]> {
    const last = after === undefined ? null : await this.letters.collection.findOne({ _id: after, ...ownedBy(tenantId) });
    if (after !== undefined && last === null) throw unknownPageEnd('letter');
    const older = last && rowsAfter('lastAt', 'newest', { at: last.lastAt, id: last._id });
    const filter = { ...this.parked(tenantId, { cause }), ...older };
    return (await this.letters.collection.find(filter, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).sort(sortBy('lastAt', 'newest')).limit(limit).toArray()).map(viewOf);
  }

  /** With its body, masked. */
  async open(tenantId: string, id: string): Promise<OpenedLetterView | null> {
    const letter = await this.letters.collection.findOne({ ...this.parked(tenantId, {}), _id: id });
    return letter === null ? null : { ...viewOf(letter), body: maskedBody(letter.content) };
  }

  async countByCause(tenantId: string): Promise<{ cause: string; count: number }[]> {
    const grouped = [{ $match: this.parked(tenantId, {}) }, { $group: { _id: '$cause', count: { $sum: 1 } } }, { $sort: { count: -1, _id: 1 } }];
    const causes = await this.letters.collection.aggregate<{ _id: string; count: number }>(grouped).toArray();
    return causes.map(({ _id: cause, count }) => ({ cause, count }));
  }

  /** Sends the letters to the queues they came from. A letter that fails again meanwhile stays parked. */
  async redrive(tenantId: string, choice: Choice, reason: string): Promise<number> {
    let count = 0;
    for await (const letter of this.letters.collection.find(this.parked(tenantId, choice))) {
      const { _id, queue, messageId: id, type, content, lastAt } = letter;
      await this.publisher.sendToQueue(queue, { id, type, content });
      await this.letters.collection.updateOne({ _id, lastAt }, { $set: { status: 'redriven', reason } });
      count += 1;
    }
    return count;
  }

  async discard(tenantId: string, choice: Choice, reason: string): Promise<number> {
    const { modifiedCount } = await this.letters.collection.updateMany(this.parked(tenantId, choice), { $set: { status: 'discarded', reason } });
    return modifiedCount;
  }

  private parked(tenantId: string, { ids, cause }: Choice) {
    return { ...ownedBy(tenantId), status: 'parked' as const, ...(ids === undefined ? {} : { _id: { $in: [...ids] } }), ...(cause === undefined ? {} : { cause }) };
  }
}
