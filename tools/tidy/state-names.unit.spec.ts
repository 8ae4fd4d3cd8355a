import { describe, expect, it } from '@jest/globals';
import { stateNamesStayInTables } from './state-names.ts';

const table = { path: 'apps/intake/src/a/a.saga.ts', text: "export type AState =\n  | 'placingHold' | 'sourcing'\n  | 'failed';\nconst rows = { placingHold: { onTimeout: 'placingHold' } };" };
const check = (path: string, text: string) => stateNamesStayInTables.check([table, { path, text }]);

describe('the name of a state', () => {
  it.each([
    ['in its table', table.path, table.text],
    ['in a spec', 'apps/intake/src/engine/advance.unit.spec.ts', "expect(state).toBe('placingHold');"],
    ['in the world of a test', 'apps/intake/test/wallet-world.ts', "if (state === 'failed') return;"],
    ['in a planted bug', 'libs/testing/simulation/src/mutations/engine.ts', "fields(rows.sourcing.on, { 'ledger.hold-refused': 'placingHold' });"],
    ['where it is a phase', 'apps/intake/src/engine/draft.ts', "if (phase === 'failed') return;"],
    ['where it is a status of something else', 'apps/payout/src/chain-leg.ts', "if (state === 'failed') return;"],
    ['as part of another word', 'apps/intake/src/engine/draft.ts', "const text = 'placingHolds';"],
    ['where a state is looked up in its table', 'apps/intake/src/engine/tables.ts', 'const row = tableOf(kind).rows[state];'],
    ['where a part of a state is compared', 'apps/intake/src/engine/draft.ts', "return found.state.phase === 'failed';"],
  ])('is all right %s', (_where, path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  it.each([
    ['compared', 'apps/intake/src/engine/draft.ts', "if (leg.state === 'failed') return;"],
    ['compared the other way round', 'apps/intake/src/engine/draft.ts', "if ('failed' !== leg.state) return;"],
    ['in a list', 'apps/intake/src/engine/replies.ts', "const deciding = ['placingHold'];"],
    ['in a list of another service', 'apps/gateway/src/ops/steps.ts', "const waiting = new Set(['placingHold']);"],
    ['in a pattern', 'apps/gateway/src/ops/steps.ts', 'const isHeld = /^(sourcing|placingHold)$/;'],
    ['looked up in a set', 'apps/intake/src/checks/ledger.ts', 'if (posted.has(withdrawal.state)) return;'],
    ['tested by its beginning', 'apps/intake/src/engine/replies.ts', 'return /^recalling/.test(leg.state);'],
    ['tested by its end', 'apps/intake/src/engine/replies.ts', "return leg.state.endsWith('ForCancel');"],
    ['switched on', 'apps/intake/src/engine/replies.ts', 'switch (leg.state) {'],
    ['compared where what is stored is checked', 'libs/testing/simulation/src/checks/invariants.ts', "legs.filter(({ state }) => state === 'failed');"],
  ])('is found when it is %s', (_how, path, text) => {
    expect(check(path, text)).toEqual([`${path}:1: ${text}`]);
  });
});
