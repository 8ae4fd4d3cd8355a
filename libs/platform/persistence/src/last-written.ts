import { mongo } from 'mongoose';
import type { AggregateDocument } from './aggregate.document.js';

/** A document as this process knows it. */
export interface Known {
  readonly document: AggregateDocument;
  /** Holds nothing that this program's schema does not know. */
  readonly plain: boolean;
}

interface Entry {
  readonly version: number;
  readonly plain: boolean;
  readonly bytes: Uint8Array;
  outbox: AggregateDocument['outbox'];
  readonly at: number;
}

const MOST_BYTES = 8 * 1024 * 1024;

/**
 * What this process wrote last, each as the database would give it back, least used out first. It may be stale: another
 * process may have written since. So it is only for what a compare-and-set decides.
 */
export class LastWritten {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  get size(): number {
    return this.entries.size;
  }

  get(id: string, youngerThanMs = Infinity): Known | null {
    const entry = this.entries.get(id);
    if (entry === undefined || Date.now() - entry.at >= youngerThanMs) return null;
    this.entries.delete(id);
    this.entries.set(id, entry);
    return { document: { ...(mongo.BSON.deserialize(entry.bytes) as AggregateDocument), outbox: entry.outbox }, plain: entry.plain };
  }

  /** An older version never takes the place of a newer one. */
  put({ outbox, ...document }: AggregateDocument, plain: boolean): void {
    const before = this.entries.get(document._id);
    if (before !== undefined && before.version > document.version) return;
    this.drop(document._id);
    const bytes = mongo.BSON.serialize(document, { ignoreUndefined: true });
    this.entries.set(document._id, { version: document.version, plain, bytes, outbox, at: Date.now() });
    this.bytes += bytes.length;
    for (const id of this.entries.keys()) {
      if (this.bytes <= this.mostBytes) return;
      this.drop(id);
    }
  }

  drop(id: string): void {
    this.bytes -= this.entries.get(id)?.bytes.length ?? 0;
    this.entries.delete(id);
  }

  /** The version stays: taking sent messages out is no change. */
  cleared(id: string, entryIds: ReadonlySet<string>): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) entry.outbox = entry.outbox.filter((waiting) => !entryIds.has(waiting.id));
  }
}
