import { describe, expect, it } from '@jest/globals';
import { DialectRefusal } from '../../../http/problem.js';
import { cursorAfter, lastRowOf, pageBody, readWalletPage, readWithdrawalPage } from './lists.js';

const place = { createdAt: '2026-02-05T11:00:00.000Z', id: '11b17950-1f5c-4d36-8f0d-0f3d1d0c6a45' };
const page = (query: Record<string, unknown>, wallet = 'w1', tenant = 'acme') => readWithdrawalPage(query, tenant, wallet);

function wordOf(reading: () => unknown): string {
  try {
    reading();
  } catch (error) {
    if (error instanceof DialectRefusal) return error.dialectCode;
    throw error;
  }
  return 'read';
}

describe('a list of withdrawals', () => {
  it('is 25 of every status, newest first, unless it says otherwise', () => {
    expect(page({})).toMatchObject({ limit: 25, order: 'desc', statuses: [], after: undefined });
    expect(page({ limit: '100', order: 'asc', sort: 'createdAt', status: ['failed', 'completed', 'failed'], unknown: '1' })).toMatchObject({ limit: 100, order: 'asc', statuses: ['completed', 'failed'] });
    expect(page({ status: 'pending' }).statuses).toEqual(['pending']);
  });

  it.each([
    { limit: '0' }, { limit: '101' }, { limit: '' }, { limit: '1.5' }, { limit: '-1' }, { limit: 'ten' }, { limit: ['1', '2'] }, { limit: '1e1' }, { order: 'up' }, { order: '' }, { order: ['asc', 'asc'] }, { sort: 'amount' }, { sort: '' },
    { status: 'done' }, { status: '' }, { status: ['completed', 'done'] }, { status: 'COMPLETED' },
  ])('is not read with %j', (query) => {
    expect(wordOf(() => page(query))).toBe('validation_error');
  });
});

describe('a cursor', () => {
  const at = (query: Record<string, unknown>, wallet?: string, tenant?: string) => cursorAfter(place, page(query, wallet, tenant).list);

  it('is taken by the list it was made for, however its filters are written', () => {
    const cursor = at({ status: ['failed', 'completed'] });
    expect(page({ status: ['completed', 'failed', 'failed'], cursor, sort: 'createdAt', order: 'desc', limit: '3' }).after).toEqual(place);
    expect(cursor).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['another order', { order: 'asc' }, 'w1', 'acme'], ['a filter', { status: 'failed' }, 'w1', 'acme'], ['another wallet', {}, 'w2', 'acme'], ['another tenant', {}, 'w1', 'globex'],
  ])('of another list is refused: %s', (_, query, wallet, tenant) => {
    expect(wordOf(() => page({ cursor: at(query, wallet, tenant) }))).toBe('invalid_cursor');
  });

  it('of wallets is not one of withdrawals', () => {
    const wallets = cursorAfter(place, readWalletPage({}, 'acme').list);
    expect(readWalletPage({ cursor: wallets }, 'acme').after).toEqual(place);
    expect(wordOf(() => page({ cursor: wallets }))).toBe('invalid_cursor');
    expect(wordOf(() => readWalletPage({ cursor: wallets }, 'globex'))).toBe('invalid_cursor');
  });

  const packed = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64url');
  it.each(['', 'x', '!!!', packed(null), packed({}), packed([]), packed([place.createdAt, place.id]), packed(['now', place.id, '']), packed([place.createdAt, place.id, 'x']), ['a', 'b']])('is not %j', (cursor) => {
    expect(wordOf(() => page({ cursor }))).toBe('invalid_cursor');
  });

  it('is given only where there is more', () => {
    expect(pageBody([1], place, false, []).nextCursor).toBeNull();
    expect(pageBody([], undefined, true, []).nextCursor).toBeNull();
    expect(lastRowOf(String(pageBody([], place, true, ['l']).nextCursor), ['l'])).toEqual(place);
  });
});
