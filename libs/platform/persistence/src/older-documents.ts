import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Outgoing } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import type { OutboxEntry } from '@sluice/messaging';
import type { Collection, Connection } from 'mongoose';
import type { AggregateDocument } from './aggregate.document.js';
import type { Repository } from './repository.js';
import { Outbox } from './outbox.js';

/** A document as it is stored, whatever version wrote it: of its state only what is there. */
export type OlderDocument = AggregateDocument & Readonly<Record<string, unknown>>;

/** How far the documents of a collection were announced; its name is the id. */
interface Walk {
  readonly _id: string;
  /** Id of the last one that was announced. */
  readonly after: string;
  readonly notBefore: Date;
  readonly isDone: boolean;
}

interface Announcement {
  readonly store: Pick<Repository<object>, 'model' | 'findDocuments'>;
  readonly messagesOf: (document: OlderDocument) => readonly Outgoing[];
}

const COLLECTION = 'older_documents';

/** By then no instance of an older version is left beside the first of this one, to store what is behind the walk. */
const UNTIL_ALL_ARE_REPLACED_MS = 600_000;

/** A hundred in a second: what is under way must not wait behind them in their receivers' queues. */
const PAGE = 100;
const BETWEEN_PAGES_MS = 1_000;
const AGAIN_AFTER_MS = 30_000;

/**
 * Announces what an older version stored without announcing it, as if that had happened when it was made: once over all documents
 * of a collection, in the order of their ids. How far that has come is noted after each page, so whoever starts next goes on from there.
 * What is announced twice is the same message, and nothing is written to the documents. Once all are announced, a start reads one note.
 */
@Injectable()
export class OlderDocuments {
  private readonly logger = new Logger('OlderDocuments');
  private readonly stopping = new AbortController();
  private readonly announcements: Announcement[] = [];
  private walks: Promise<unknown> | null = null;

  constructor(@InjectConnection() private readonly connection: Connection, private readonly outbox: Outbox) {}

  /** To be called before the start. `messagesOf` is what the first write of such a document sends by now. */
  announceFrom(store: Announcement['store'], messagesOf: Announcement['messagesOf']): void {
    this.announcements.push({ store, messagesOf });
  }

  /** Goes on by itself until all are announced. */
  start(): void {
    this.walks = Promise.all(this.announcements.map((each) => this.walk(each)));
  }

  /** Resolves when the page in hand is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.walks;
  }

  private async walk(announcement: Announcement): Promise<void> {
    const kind = announcement.store.model.modelName;
    for (let restMs: number | null = 0; restMs !== null && !this.stopping.signal.aborted;) {
      restMs = await this.goOn(announcement).catch((error: unknown) => {
        this.logger.warn(`What an older version stored in ${kind} could not be announced, and is tried again: ${String(error)}`);
        return AGAIN_AFTER_MS;
      });
      await pause(restMs ?? 0, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
    }
  }

  /** @returns after what time there is more to do; null when there is nothing. Another instance may do the same page: the note of one stands. */
  private async goOn({ store, messagesOf }: Announcement): Promise<number | null> {
    const kind = store.model.modelName;
    const { after, notBefore, isDone } = await this.noteOf(kind);
    const waitMs = notBefore.getTime() - Date.now();
    if (isDone || waitMs > 0) return isDone ? null : waitMs;
    const page = (await store.findDocuments({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: PAGE })) as OlderDocument[];
    await this.outbox.publish(page.flatMap((document) => this.entriesOf(kind, document, messagesOf(document))));
    const next = { after: page.at(-1)?._id ?? after, isDone: page.length < PAGE };
    await this.notes().updateOne({ _id: kind, after }, { $set: next });
    if (next.isDone) this.logger.log(`All of ${kind} that an older version stored are announced.`);
    return BETWEEN_PAGES_MS;
  }

  /** As the first write of the document would have it, which gives its messages their ids. */
  private entriesOf(kind: string, { _id, tenantId }: OlderDocument, sent: readonly Outgoing[]): OutboxEntry[] {
    return this.outbox.entriesFor(sent, { id: idFrom(kind, _id, 'older'), tenantId }, { aggregate: `${kind} ${_id}`, version: 1 });
  }

  private async noteOf(kind: string): Promise<Walk> {
    const known = await this.notes().findOne({ _id: kind });
    if (known !== null) return known;
    const begun = { after: '', notBefore: new Date(Date.now() + UNTIL_ALL_ARE_REPLACED_MS), isDone: false };
    await this.notes().updateOne({ _id: kind }, { $setOnInsert: begun }, { upsert: true });
    return { _id: kind, ...begun };
  }

  private notes(): Collection<Walk> {
    return this.connection.collection<Walk>(COLLECTION);
  }
}
