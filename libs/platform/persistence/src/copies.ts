import type { Broadcasts } from '@sluice/messaging';
import { z } from 'zod';
import type { Versioned } from './aggregate.document.js';
import type { Repository } from './repository.js';

/** How long an instance may not know of a change when the broadcast of it was lost. */
const FRESH_FOR_MS = 10_000;
const MOST_KEPT = 5_000;

const changedSchema = z.object({ id: z.string() });

interface Kept<S> {
  readonly found: Versioned<S> | null;
  readonly readAt: number;
}

/**
 * Documents that are read often and seldom changed, in memory: read anew after a change, of which every instance is told, and after
 * ten seconds. What is refused because of one, and what moves money, is decided on a reading instead (docs/decisions/0241).
 */
export class Copies<S extends object> {
  private readonly kept = new Map<string, Kept<S>>();
  /** A reading that was begun before a change is not kept. */
  private changes = 0;

  constructor(private readonly repository: Repository<S>, broadcasts: Broadcasts) {
    const topic = `changed-${repository.model.modelName}`;
    broadcasts.listen(topic, (body) => this.forget(changedSchema.parse(body).id));
    broadcasts.onReopened(() => this.forgetAll());
    repository.onWritten(({ id }) => {
      this.forget(id);
      broadcasts.send(topic, { id });
    });
  }

  async find(id: string): Promise<Versioned<S> | null> {
    const kept = this.kept.get(id);
    const readAt = Date.now();
    if (kept !== undefined && readAt - kept.readAt < FRESH_FOR_MS) return kept.found;
    const { changes } = this;
    const found = await this.repository.find(id);
    if (changes === this.changes) this.keep(id, { found, readAt });
    return found;
  }

  private keep(id: string, kept: Kept<S>): void {
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(id, kept);
  }

  private forget(id: string): void {
    this.changes += 1;
    this.kept.delete(id);
  }

  private forgetAll(): void {
    this.changes += 1;
    this.kept.clear();
  }
}
