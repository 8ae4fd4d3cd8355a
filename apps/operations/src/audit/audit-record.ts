import { createHash } from 'node:crypto';
import type { AuditEntry, AuditRecord, AuditVerification } from '@sluice/contract-operations';

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

/**
 * Walks a tenant's records in their order and finds the first that was changed, removed, added or put elsewhere. `end` is
 * where the chain is known to have reached, without which records missing at its end would not be missed.
 */
export async function verifyChain(records: AsyncIterable<AuditRecord>, end: ChainEnd | null): Promise<AuditVerification> {
  let last: ChainEnd | null = null;
  const open = new Set<string>();
  const verdict = (breach: string | null): AuditVerification => ({ ok: breach === null, records: last?.sequence ?? 0, lastHash: last?.hash ?? null, breach, open: [...open] });
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
