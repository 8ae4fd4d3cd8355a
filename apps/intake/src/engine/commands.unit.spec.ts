import { describe, expect, it } from '@jest/globals';
import type { BodyOf } from '@sluice/contract-kit';
import type { screen } from '@sluice/contract-compliance';
import type { WithdrawalDetails } from './withdrawal-details.js';
import { shared } from './commands.js';

const details: WithdrawalDetails = {
  withdrawalId: 'w1', dialect: 'wealthkernel', accountId: 'prt-1:GBP', customerId: 'pty-1', destinationId: 'bac-1', amount: { currency: 'GBP', units: '1' }, fee: { currency: 'GBP', units: '0' },
  createdAt: '2026-02-05T11:00:00.000Z', holdNumber: 1, sourceLegs: [], payoutLegs: [],
};
const screened = (known: Partial<WithdrawalDetails>) => (shared.screenInReview.build({ ...details, ...known }).body as BodyOf<typeof screen>).names;

describe('the names that compliance screens', () => {
  it.each<[string, Partial<WithdrawalDetails>, string[]]>([
    ['the party, the name of its bank account, and the portfolio’s', { partyName: 'Viktor Malakhov', payeeName: 'Main account', sourceLabel: 'Growth' }, ['Viktor Malakhov', 'Main account', 'Growth']],
    ['one name once', { partyName: 'Ada', payeeName: 'Ada', sourceLabel: 'Ada' }, ['Ada']],
    ['the counterparty of an account, and its nickname', { payeeName: 'Ada', sourceLabel: 'Rent' }, ['Ada', 'Rent']],
    ['a wallet’s label', { sourceLabel: 'Treasury' }, ['Treasury']],
    ['nothing where nobody has a name', {}, []],
    ['a name of spaces, which nobody can compare', { payeeName: '   ' }, ['   ']],
    ['as much of a long name as can be sent', { payeeName: 'x'.repeat(301), sourceLabel: `${'x'.repeat(299)}🦊` }, ['x'.repeat(300), `${'x'.repeat(299)}\uFFFD`]],
  ])('are %s', (_, known, names) => {
    expect(screened(known)).toEqual(names);
  });
});
