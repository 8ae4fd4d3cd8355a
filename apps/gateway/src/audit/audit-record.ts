import { createHash } from 'node:crypto';

/** An action is recorded twice: what is about to be done, before it is done, and what came of it. */
export interface AuditEntry {
  readonly kind: 'intent' | 'outcome';
  /** The same in both records of one action. */
  readonly actionId: string;
  /** The method and the route's pattern, such as `POST withdrawals/:id/actions/fail`. */
  readonly action: string;
  /** Id of the API key that was used; never the key. */
  readonly who: string;
  readonly reason: string | null;
  /** What it was done to: the id in the path, or else the path. */
  readonly target: string;
  readonly at: string;
  /** `done`, `refused: …`, `failed: …`; null in an intent. */
  readonly outcome: string | null;
}

export interface AuditRecord extends AuditEntry {
  readonly tenantId: string;
  /** Counts a tenant's records from 1, without a gap. */
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** What a record that has none before it is chained to. */
export const BEGINNING = '0'.repeat(64);

/** SHA-256 over the record's fields in a fixed order, each as JSON, with the hash of the record before it. */
function hashOf({ tenantId, sequence, kind, actionId, action, who, reason, target, at, outcome, previousHash }: Omit<AuditRecord, 'hash'>): string {
  const fields = [tenantId, sequence, kind, actionId, action, who, reason, target, at, outcome, previousHash];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/** Where a chain ends: its last record, as it was when it was written. */
export type ChainEnd = Pick<AuditRecord, 'sequence' | 'hash'>;

export function chained(tenantId: string, entry: AuditEntry, last: ChainEnd | null): AuditRecord {
  const record = { ...entry, tenantId, sequence: (last?.sequence ?? 0) + 1, previousHash: last?.hash ?? BEGINNING };
  return { ...record, hash: hashOf(record) };
}

/** What is wrong with a record that was found after `last`; null when nothing is. */
function breachOf(record: AuditRecord, last: ChainEnd | null): string | null {
  const expected = (last?.sequence ?? 0) + 1;
  if (record.sequence !== expected) return `record ${expected} is missing; ${record.sequence} was found in its place`;
  if (record.hash !== hashOf(record)) return `record ${record.sequence} was changed`;
  if (record.previousHash !== (last?.hash ?? BEGINNING)) return `record ${record.sequence} does not follow the one before it`;
  return null;
}

export interface Verification {
  readonly ok: boolean;
  readonly records: number;
  /** The last record's hash: written down elsewhere, it proves later that nothing before it was rewritten. */
  readonly lastHash: string | null;
  /** The first thing that is wrong: after it nothing can be said for sure. */
  readonly breach: string | null;
  /** Actions whose outcome was never recorded: they were interrupted. */
  readonly open: readonly string[];
}

/**
 * Walks a tenant's records in their order and finds the first that was changed, removed, added or put elsewhere. `end` is
 * where the chain is known to have reached, without which records missing at its end would not be missed.
 */
export async function verifyChain(records: AsyncIterable<AuditRecord>, end: ChainEnd | null): Promise<Verification> {
  let last: ChainEnd | null = null;
  const open = new Set<string>();
  const verdict = (breach: string | null): Verification => ({ ok: breach === null, records: last?.sequence ?? 0, lastHash: last?.hash ?? null, breach, open: [...open] });
  for await (const record of records) {
    const breach = breachOf(record, last);
    if (breach !== null) return verdict(breach);
    if (record.sequence === end?.sequence && record.hash !== end.hash) return verdict(`record ${record.sequence} is not the one that was written`);
    if (record.kind === 'intent') open.add(record.actionId);
    else open.delete(record.actionId);
    last = { sequence: record.sequence, hash: record.hash };
  }
  const reached = last?.sequence ?? 0;
  return verdict(end !== null && reached < end.sequence ? `records ${reached + 1} to ${end.sequence} are missing` : null);
}
