import { describe, expect, it } from '@jest/globals';
import type { Standing } from '../load/flows.ts';
import type { Attempt } from '../load/load-client.ts';
import type { Final } from '../load/outcome.ts';
import type { Checked, Drilled } from './drill.ts';
import { verdictOf } from './verdict.ts';

const final = (units: bigint, standing: Standing, paid: number, onChain = false): Final => ({
  attempt: { attemptedAt: 0, id: `w${units}`, withdrawal: { flow: onChain ? 'braid' : 'bultra', units, ...(onChain ? { payee: { chain: 'arbitrum', address: '0x1' } } : {}) } } as Attempt, standing, paid,
});
const audit = { ok: true, records: 4, lastHash: 'a'.repeat(64), breach: null, open: [] };
const atTheBank = (actual: string) => ({ kind: 'extra', provider: 'bank', reference: 'x/1', expected: null, actual }) as const;
const ofWallet = (expected: string, actual: string, reference = 'wal_1') => ({ kind: 'amount', provider: 'chain', reference, expected, actual }) as const;

const saved = final(100n, 'settled', 1);
const lostAtTheBank = final(154n, 'missing', 1);
const lostOnChain = [final(201n, 'missing', 1, true), final(302n, 'missing', 1, true)];
const right: Checked = { violations: ['5: payment x/1 at the bank: extra, expected nothing, found 1.54 GBP'], breaks: [atTheBank('1.54 GBP'), ofWallet('9000.00 USDC', '8994.97 USDC')], balanced: true, audit: { before: audit, after: audit } };

const verdict = (finals: readonly Final[], checked: Partial<Checked> = {}, savedOnes: readonly Final[] = [saved]) =>
  verdictOf({ finals, saved: new Set(savedOnes.map(({ attempt }) => attempt)), checked: { ...right, ...checked }, seconds: { backup: 1, restore: 1, start: 1, ended: 1 } } satisfies Drilled);
const all = [saved, lostAtTheBank, ...lostOnChain];

describe('the verdict on a restore', () => {
  it.each<[string, readonly Final[], Partial<Checked>]>([
    ['nothing was lost', [saved], { violations: [], breaks: [] }],
    ['every payment that no book has is named, two of one wallet by one break', all, {}],
    ['they came from two wallets', all, { breaks: [atTheBank('1.54 GBP'), ofWallet('9000.00 USDC', '8997.99 USDC'), ofWallet('5.00 USDC', '1.98 USDC', 'wal_2')] }],
    ['a withdrawal is lost that was not paid', [...all, final(400n, 'missing', 0)], {}],
    ['a withdrawal waits for an acceptance that is lost, and was paid', [...all, final(255n, 'open', 1)], { breaks: [...right.breaks, atTheBank('2.55 GBP')] }],
  ])('is that it holds when %s', (_, finals, checked) => {
    const { lines, holds } = verdict(finals, checked);
    expect([holds, lines.length]).toEqual([true, 5]);
  });

  it.each<[string, readonly Final[], Partial<Checked>, string]>([
    ['what was saved is lost', [{ ...saved, standing: 'missing', paid: 0 }, ...all.slice(1)], {}, 'saved and not settled: bultra w100'],
    ['what was saved has not ended', [{ ...saved, standing: 'open', paid: 0 }, ...all.slice(1)], {}, 'saved and not settled: bultra w100'],
    ['what was saved has ended otherwise', [{ ...saved, standing: { ended: 'FAILED' }, paid: 0 }, ...all.slice(1)], {}, 'saved and not settled: bultra w100'],
    ['a payment is missing outside', all, { violations: ['5: payment of w1 expected, found nothing'] }, '5: payment of w1 expected, found nothing'],
    ['something was paid twice', [...all, final(400n, 'settled', 2)], {}, 'paid twice: bultra w400'],
    ['something is said to be paid and is not', [...all, final(400n, 'settled', 0)], {}, 'said to be paid and is not: bultra w400'],
    ['the books do not balance', all, { balanced: false }, 'the books do not balance'],
    ['the audit log is broken', all, { audit: { before: audit, after: { ...audit, ok: false } } }, 'the audit log is broken'],
    ['the audit log ends elsewhere', all, { audit: { before: audit, after: { ...audit, lastHash: 'b'.repeat(64) } } }, 'the audit log does not end with the hash that was written down'],
    ['another invariant is broken', all, { violations: ['1: the totals differ'] }, '1: the totals differ'],
    ['a payment that no book has is broken by nothing lost', [saved], { breaks: [] }, '5: payment x/1'],
    ['a lost payment at the bank is not named', all, { breaks: right.breaks.slice(1) }, 'paid, in no book and not named by the reconciliation: bultra w154'],
    ['another payment is named in its place', all, { breaks: [atTheBank('1.55 GBP'), ...right.breaks.slice(1)] }, 'paid, in no book and not named by the reconciliation: bultra w154'],
    ['a payment is named that was not lost', all, { breaks: [...right.breaks, atTheBank('1.00 GBP')] }, 'not a payment that no book has: extra bank x/1'],
    ['the bank lacks a payment of ours', all, { breaks: [...right.breaks, { ...atTheBank('1.54 GBP'), kind: 'missing', expected: '1.54 GBP', actual: null }] }, 'not a payment that no book has: missing bank x/1'],
    ['a lost payment on a chain is not named', all, { breaks: [atTheBank('1.54 GBP'), ofWallet('9000.00 USDC', '8997.99 USDC')] }, 'wallets lack 2010000 millionths by the reconciliation, and payments that no book has took 5030000'],
    ['a wallet lacks more than was lost', all, { breaks: [atTheBank('1.54 GBP'), ofWallet('9000.00 USDC', '8994.969999 USDC')] }, 'wallets lack 5030001 millionths'],
    ['a wallet’s own record differs from the ledger', all, { breaks: [...right.breaks, ofWallet('9.00 USDC', '8.00 USDC', 'wal_1 as planned from')] }, 'not a payment that no book has: amount chain wal_1 as planned from'],
  ])('is that it does not hold when %s', (_, finals, checked, wrong) => {
    const [changed] = finals;
    const { lines, holds } = verdict(finals, checked, changed ? [changed] : []);
    expect(holds).toBe(false);
    expect(lines[0]).toContain(wrong);
  });
});
