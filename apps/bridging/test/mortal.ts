import { getConnectionToken } from '@nestjs/mongoose';
import type { TestService } from '@sluice/builders';
import type { Connection } from 'mongoose';

/** Something that a service does to the world outside of its memory. */
export interface Deed {
  /** A collection's name, or `chain` for handing a transaction to a node. */
  readonly where: string;
  readonly id: string;
  /** What is written. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Death {
  readonly when: 'before' | 'after';
  readonly deed: (deed: Deed) => boolean;
}

const COLLECTIONS = ['leg_transfers', 'transactions', 'signer_nonces'];

type Write = (first: Record<string, unknown>, second?: { $set?: Record<string, unknown> }, ...rest: unknown[]) => Promise<unknown>;
type Operation = { insertOne?: { document: Record<string, unknown> }; updateOne?: { filter: Record<string, unknown>; update: { $set?: Record<string, unknown> } } };
interface Writable { insertOne: Write; updateOne: Write; bulkWrite: (operations: Operation[], ...rest: unknown[]) => Promise<unknown> }

/**
 * Lets a service die in the middle of its work: from that deed on it does nothing to the world any more, as if the process
 * had been killed there. Its memory goes with it.
 */
export class Mortal {
  private readonly died = Promise.withResolvers<void>();
  private isDead = false;
  private lastSigned = '';
  private readonly fetch = globalThis.fetch;

  constructor(private readonly service: TestService, private readonly death: Death) {
    const connection = service.app.get<Connection>(getConnectionToken());
    for (const name of COLLECTIONS) this.watch(name, connection.collection(name) as unknown as Writable);
    globalThis.fetch = (input, init) => this.call(input, init);
  }

  /** Resolves when the service has died and what is left of it is cleared away. */
  async buried(): Promise<void> {
    await this.died.promise;
    await this.service.stopOnly();
    await this.service.probe.close();
    globalThis.fetch = this.fetch;
  }

  private watch(where: string, collection: Writable): void {
    const { insertOne, updateOne } = collection;
    collection.insertOne = (document, ...rest) =>
      this.live({ where, id: String(document['_id']), fields: document }, () => insertOne.call(collection, document, ...rest));
    collection.bulkWrite = (operations, ...rest) => this.oneByOne(collection, operations, rest);
    collection.updateOne = (filter, update, ...rest) =>
      this.live({ where, id: String(filter['_id']), fields: update?.$set ?? {} }, () => updateOne.call(collection, filter, update, ...rest));
  }

  /** What goes out in a group are deeds of their own here. */
  private async oneByOne(collection: Writable, operations: readonly Operation[], rest: readonly unknown[]): Promise<{ matchedCount: number }> {
    let matchedCount = 0;
    for (const { insertOne, updateOne } of operations) {
      if (insertOne !== undefined) await collection.insertOne(insertOne.document);
      if (updateOne !== undefined) matchedCount += ((await collection.updateOne(updateOne.filter, updateOne.update, ...rest)) as { matchedCount: number }).matchedCount;
    }
    return { matchedCount };
  }

  private call(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const text = typeof init?.body === 'string' ? init.body : '';
    if (this.isDead) return Promise.reject(new Error('Dead.'));
    if (!text.includes('eth_sendRawTransaction')) return this.fetch(input, init);
    return this.live({ where: 'chain', id: this.lastSigned, fields: {} }, () => this.fetch(input, init));
  }

  private async live<T>(deed: Deed, work: () => Promise<T>): Promise<T> {
    this.check();
    if (deed.where === 'transactions' && deed.fields['status'] === 'signed') this.lastSigned = deed.id;
    const isLast = this.death.deed(deed);
    if (isLast && this.death.when === 'before') this.die();
    this.check();
    const done = await work();
    if (isLast) this.die();
    this.check();
    return done;
  }

  private die(): void {
    this.isDead = true;
    this.died.resolve();
  }

  private check(): void {
    if (this.isDead) throw new Error('Dead.');
  }
}
