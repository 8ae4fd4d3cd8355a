import { describe, expect, it } from '@jest/globals';
import type { Wallet } from '../wallets/wallet.js';
import { credited, depositIdOf, depositSeen, sandboxDepositOf, stepKeyOf, type WalletDeposit } from './wallet-deposit.js';

const wallet: Wallet = { label: '', status: 'active', approvalPolicy: 'none', targets: [], address: '0x00', createdAt: '2026-02-05T11:00:00.000Z', allocations: [], cash: { base: 1n }, flows: {}, countedDeposits: [] };
const cash: WalletDeposit = { walletId: 'w', chain: 'base', units: 5n, transfer: { hash: '0xab', position: 2, block: 9 }, status: 'seen', isGone: false };
const none: ReadonlySet<string> = new Set();

describe('a deposit', () => {
  it('of cash is counted once, on its chain', () => {
    const once = credited(wallet, 'd', cash, none);
    expect(once).toMatchObject({ cash: { base: 6n }, countedDeposits: ['d'] });
    expect(once && credited(once, 'd', cash, none)).toBeNull();
  });

  it('into a position is counted once, as put into it', () => {
    const once = credited(wallet, 'd', { ...cash, positionKey: 'usdz' }, none);
    expect(once).toMatchObject({ cash: { base: 1n }, flows: { usdz: { paidIn: 5n, takenOut: 0n } } });
    expect(once && credited(once, 'd', { ...cash, positionKey: 'usdz' }, none)).toBeNull();
  });

  it('is remembered until its own record says that it is settled, and no longer', () => {
    const known = { ...wallet, countedDeposits: ['old', 'open'] };
    expect(credited(known, 'd', cash, new Set(['old', 'unheard-of']))?.countedDeposits).toEqual(['open', 'd']);
  });

  it('cannot be counted in a wallet whose cash is not booked yet', () => {
    const { cash: _, ...old } = wallet;
    expect(() => credited(old, 'd', cash, none)).toThrow('still to be booked');
  });

  it('is known by chain, transaction and position, and announced with where it was seen', () => {
    expect(depositIdOf('base', { hash: '0xab', position: 2 })).toBe('base/0xab/2');
    expect(depositSeen('base/0xab/2', cash).body).toEqual({ depositId: 'base/0xab/2', walletId: 'w', amount: { currency: 'USDC', units: '5' }, transfer: { chain: 'base', txHash: '0xab', position: 2 } });
    expect(depositSeen('d', { ...cash, transfer: undefined }).body).not.toHaveProperty('transfer');
  });

  it('of the sandbox is known by its own id, in whichever of its transactions it comes', () => {
    expect(sandboxDepositOf({ key: stepKeyOf('d-1', 'mint'), owner: 'deposit' })).toBe('d-1');
    expect(sandboxDepositOf({ key: 'leg/1/x', owner: 'unwind' })).toBeNull();
  });
});
