import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Chain } from '../wallets/sources.js';
import { sum, type Allocation } from '../wallets/wallet.js';
import { spreadOverChains } from './older-documents.process.js';

const allocation = (chain: Chain, units: bigint): Allocation => ({ id: 'c', reservationId: 'r', key: 'cash_usdc:cctp', chain, units, location: 'cash', isFreed: false });
const shown = (units: Partial<Record<Chain, bigint>>): Map<Chain, bigint> => new Map(Object.entries(units) as [Chain, bigint][]);

describe('cash that was never booked by chain', () => {
  it('is booked where the chains show it', () => {
    expect(spreadOverChains(100n, [], shown({ arbitrum: 60n, base: 40n }))).toEqual({ arbitrum: 60n, base: 40n });
  });

  it('is booked where it is set aside, first', () => {
    expect(spreadOverChains(100n, [allocation('base', 30n)], shown({ arbitrum: 90n, base: 40n }))).toEqual({ base: 30n, arbitrum: 70n });
  });

  it('is no more than deposits and payouts make it, whatever else has reached the chains', () => {
    const units = fc.bigInt({ min: 0n, max: 100n });
    fc.assert(fc.property(units, units, units, (booked, arbitrum, base) => {
      const cash = spreadOverChains(booked, [], shown({ arbitrum, base }));
      expect(sum(Object.values(cash))).toBe(booked < arbitrum + base ? booked : arbitrum + base);
      expect((cash.arbitrum ?? 0n) <= arbitrum && (cash.base ?? 0n) <= base).toBe(true);
    }));
  });

  it('is nothing where there is nothing', () => {
    expect(spreadOverChains(0n, [], shown({ arbitrum: 40n }))).toEqual({});
  });
});
