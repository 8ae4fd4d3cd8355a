import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACCOUNT, carryOut, openAccountIn, orders, type Order } from '../../test/orders.js';
import { World } from '../../test/world.js';
import { accountKeyOf, accountRecordOf, accountRecordSchema, toAccount } from './account.record.js';

describe('an account that is stored and read', () => {
  it('is the same account, whatever happened to it', async () => {
    const sequences = fc.array(orders, { maxLength: 20, size: 'max' }).map((rest): Order[] => [{ verb: 'deposit', id: 'm3', amount: 120 }, ...rest]);
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        const world = new World();
        await openAccountIn(world.book());
        for (const order of sequence) await carryOut(world.book(), order);
        const account = world.account(ACCOUNT);
        const state = accountRecordSchema.parse(accountRecordOf(account));
        expect(toAccount({ tenantId: account.tenantId, state })).toEqual(account);
      }),
      { numRuns: 50 },
    );
  });

  it.each([{ posted: '1.5' }, { posted: 5 }, { currency: 'ZZZ' }, { status: 'OPEN' }, { holds: null }, { openedAt: '2026-11-21' }])(
    'is not read when its document has %o',
    async (wrong) => {
      const world = new World();
      const record = accountRecordOf(await openAccountIn(world.book()));
      expect(accountRecordSchema.safeParse({ ...record, ...wrong }).success).toBe(false);
    },
  );
});

describe('the key of an account', () => {
  it('is never that of another tenant’s account', () => {
    expect(accountKeyOf('a', 'b/c')).not.toBe(accountKeyOf('a/b', 'c'));
    expect(accountKeyOf('acme', 'acc_1')).not.toBe(accountKeyOf('globex', 'acc_1'));
  });
});
