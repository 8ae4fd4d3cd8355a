import { describe, expect, it } from '@jest/globals';
import { hasEnded, problemsOf, statesOf } from '@sluice/saga';
import { readFileSync } from 'node:fs';
import { sagaPage } from '../engine/tables.js';
import { accountWithdrawalSaga } from './account-withdrawal.saga.js';

const page = new URL('../../../../docs/generated/withdrawal-saga.md', import.meta.url);

describe('the table of a withdrawal', () => {
  it('is reached everywhere, ends everywhere, knows every answer that may come, and leaves nothing open at an end', () => {
    expect(problemsOf(accountWithdrawalSaga)).toEqual([]);
  });

  it('is drawn in docs/generated as it is (npm run generate)', () => {
    expect(readFileSync(page, 'utf8')).toBe(sagaPage());
  });

  it('ends only in terminal phases, and looks terminal only where nothing is paid any more', () => {
    const terminal = ['settled', 'partial', 'failed', 'rejected', 'cancelled'];
    const wrong = statesOf(accountWithdrawalSaga).filter((state) => hasEnded(accountWithdrawalSaga.rows[state]) !== terminal.includes(accountWithdrawalSaga.rows[state].phase));
    expect(wrong).toEqual(['bookingReturn']);
  });

  it('lets no client cancel once the money may have left', () => {
    const leaving = statesOf(accountWithdrawalSaga).filter((state) => ['delivering', 'bridging', 'sourcing'].includes(accountWithdrawalSaga.rows[state].phase));
    expect(leaving.filter((state) => accountWithdrawalSaga.rows[state].on['client.cancel'] !== undefined)).toEqual([]);
  });
});
