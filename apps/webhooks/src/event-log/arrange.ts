import { idBefore, isSameContent, type KnownEntry, type LoggedEntry } from './logged-event.js';

/** What becomes of changes that arrived, given what is in the log. */
export interface Arrangement {
  /** To be appended in this order, at these positions. */
  readonly positioned: readonly LoggedEntry[];
  /** Already in the log. */
  readonly present: readonly KnownEntry[];
  /** Those before them are not in the log yet. */
  readonly early: readonly KnownEntry[];
  /** They contradict the log: the same version with another content, or another tenant's withdrawal. */
  readonly conflicting: readonly KnownEntry[];
}

type Verdict = 'positioned' | 'present' | 'early' | 'conflicting';

/**
 * Gives each change the next position of its tenant's log if the one before it of the same withdrawal is in the log or has
 * just been given a position. `known` are the events of the log that these changes, or those before them, could be.
 * All changes are of one tenant, whose log ends at `lastPosition`.
 */
export function arrange(changes: readonly KnownEntry[], known: readonly KnownEntry[], lastPosition: number): Arrangement {
  const log = new Map(known.map((event) => [event.id, event]));
  const sorted: Record<Verdict, KnownEntry[]> = { positioned: [], present: [], early: [], conflicting: [] };
  for (const change of inOrder(changes)) {
    const verdict = verdictOf(change, log);
    sorted[verdict].push(change);
    if (verdict === 'positioned') log.set(change.id, change);
  }
  return { ...sorted, positioned: sorted.positioned.map((change, index) => ({ ...change, position: lastPosition + 1 + index })) };
}

/** Oldest first, as the log reads; times may tie or run backwards between two machines, and then only the sequence decides. */
const inOrder = (changes: readonly KnownEntry[]): KnownEntry[] =>
  changes.toSorted((one, other) => one.at.getTime() - other.at.getTime() || one.sequence - other.sequence);

function verdictOf(change: KnownEntry, log: ReadonlyMap<string, KnownEntry>): Verdict {
  const same = log.get(change.id);
  if (same) return isSameContent(same, change) ? 'present' : 'conflicting';
  const id = idBefore(change);
  if (id === null) return 'positioned';
  const before = log.get(id);
  if (!before) return 'early';
  return before.tenantId === change.tenantId ? 'positioned' : 'conflicting';
}
