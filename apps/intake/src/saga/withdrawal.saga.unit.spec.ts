import { describe, expect, it } from '@jest/globals';
import { hasEnded, problemsOf, statesOf } from '@sluice/saga';
import { readFileSync } from 'node:fs';
import { sagaPage } from './page.js';
import { withdrawalSaga } from './withdrawal.saga.js';

const page = new URL('../../../../docs/generated/withdrawal-saga.md', import.meta.url);

describe('the table of a withdrawal', () => {
  it('is reached everywhere, ends everywhere, knows every answer that may come, and leaves nothing open at an end', () => {
    expect(problemsOf(withdrawalSaga)).toEqual([]);
  });

  it('is drawn in docs/generated as it is (npm run generate)', () => {
    expect(readFileSync(page, 'utf8')).toBe(sagaPage());
  });

  it('ends only in terminal phases, and looks terminal only where nothing is paid any more', () => {
    const terminal = ['settled', 'partial', 'failed', 'rejected', 'cancelled'];
    const wrong = statesOf(withdrawalSaga).filter((state) => hasEnded(withdrawalSaga.rows[state]) !== terminal.includes(withdrawalSaga.rows[state].is.phase));
    expect(wrong).toEqual(['bookingReturn']);
  });

  it('lets no client cancel once the money may have left', () => {
    const leaving = statesOf(withdrawalSaga).filter((state) => ['delivering', 'bridging', 'sourcing'].includes(withdrawalSaga.rows[state].is.phase));
    expect(leaving.filter((state) => withdrawalSaga.rows[state].on['client.cancel'] !== undefined)).toEqual([]);
  });
});
