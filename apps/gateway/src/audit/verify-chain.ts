import { breachOf, type AuditRecord, type ChainEnd } from './audit-record.js';

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
