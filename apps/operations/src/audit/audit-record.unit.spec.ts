import { describe, expect, it } from '@jest/globals';
import type { AuditEntry, AuditRecord, AuditVerification } from '@sluice/contract-operations';
import { chained, verifyChain, type ChainEnd } from './audit-record.js';

const entry = (actionId: string, kind: AuditEntry['kind'] = 'intent'): AuditEntry => ({
  kind, actionId, action: 'POST withdrawals/:id/actions/fail', who: 'acme-ops', reason: 'Asked for.', target: 'wth_1', at: '2026-01-15T10:30:00.000Z', outcome: kind === 'intent' ? null : 'done',
});

const chainOf = (...entries: readonly AuditEntry[]): AuditRecord[] => entries.reduce<AuditRecord[]>((chain, each) => [...chain, chained('acme', each, chain.at(-1) ?? null)], []);
const four = (): AuditRecord[] => chainOf(entry('a'), entry('a', 'outcome'), entry('b'), entry('b', 'outcome'));

async function* each(records: readonly AuditRecord[]): AsyncIterable<AuditRecord> {
  yield* records;
}
const verified = (records: readonly AuditRecord[], end: ChainEnd | null = four().at(-1) ?? null): Promise<AuditVerification> => verifyChain(each(records), end);

describe('an audit log that nobody touched', () => {
  it('is verified to its last record', async () => {
    expect(await verified(four())).toEqual({ ok: true, records: 4, lastHash: four()[3]?.hash, breach: null, open: [] });
  });

  it('is verified when it is empty', async () => {
    expect(await verified([], null)).toEqual({ ok: true, records: 0, lastHash: null, breach: null, open: [] });
  });

  it('names the actions whose outcome is not known', async () => {
    expect(await verified(chainOf(entry('a'), entry('b'), entry('a', 'outcome')), null)).toMatchObject({ ok: true, open: ['b'] });
  });

  it('may have gone on since its end was noted', async () => {
    expect(await verified(four(), four()[1])).toMatchObject({ ok: true, records: 4 });
  });
});

describe('an audit log that somebody touched', () => {
  it.each(['tenantId', 'kind', 'actionId', 'action', 'who', 'reason', 'target', 'at', 'outcome', 'previousHash', 'hash'] as const)('betrays a changed %s', async (field) => {
    const records = four().map((record, index) => (index === 1 ? { ...record, [field]: 'other' } : record));
    expect(await verified(records)).toMatchObject({ ok: false, breach: 'record 2 was changed' });
  });

  it.each([0, 1, 2])('betrays that record %d was removed', async (index) => {
    expect(await verified(four().toSpliced(index, 1))).toMatchObject({ ok: false, breach: `record ${index + 1} is missing; ${index + 2} was found in its place` });
  });

  it('betrays that its last records were removed', async () => {
    expect(await verified(four().slice(0, 2))).toMatchObject({ ok: false, breach: 'records 3 to 4 are missing' });
    expect(await verified([])).toMatchObject({ ok: false, breach: 'records 1 to 4 are missing' });
  });

  it('betrays that two records changed places', async () => {
    const [first, second, third, fourth] = four();
    const swapped = [first, third, second, fourth].filter((record) => record !== undefined);
    expect((await verified(swapped)).ok).toBe(false);
    expect((await verified(swapped.map((record, index) => ({ ...record, sequence: index + 1 })))).ok).toBe(false);
  });

  it('betrays a record that was put in, with all numbers after it moved', async () => {
    const [first, ...rest] = four();
    if (!first) throw new Error('There are four.');
    const forged = [first, chained('acme', entry('c'), first), ...rest.map((record) => ({ ...record, sequence: record.sequence + 1 }))];
    expect((await verified(forged)).ok).toBe(false);
  });

  it('betrays a chain that was computed anew', async () => {
    const forged = chainOf(entry('a'), entry('a', 'outcome'), entry('x'), entry('x', 'outcome'));
    expect(await verified(forged)).toMatchObject({ ok: false, breach: 'record 4 is not the one that was written' });
  });
});
