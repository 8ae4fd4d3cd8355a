import type { KnownEntry } from './logged-event.js';

/** Entries with their views: a few megabytes. */
const MOST = 2_000;

/** Entries that were lately seen in the log, the least recently added forgotten first. Nothing in the log changes, so none is ever wrong. */
export class RecentEntries {
  private readonly entries = new Map<string, KnownEntry>();

  get(id: string): KnownEntry | undefined {
    return this.entries.get(id);
  }

  add(entries: readonly KnownEntry[]): void {
    for (const entry of entries) {
      this.entries.delete(entry.id);
      this.entries.set(entry.id, entry);
    }
    for (const id of this.entries.keys()) {
      if (this.entries.size <= MOST) return;
      this.entries.delete(id);
    }
  }
}
