import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { roundingOf } from '../wallets/holdings.js';
import { sharesFor } from './positions.http.js';

const assets = fc.bigInt({ min: 1n, max: 10n ** 15n });

/** A vault that rounds in its own favour, as ERC-4626 asks. */
class Vault {
  constructor(public assets: bigint, public shares: bigint) {}

  previewRedeem = (shares: bigint): Promise<bigint> => Promise.resolve(this.valueOf(shares));

  valueOf(shares: bigint): bigint {
    return (shares * (this.assets + 1n)) / (this.shares + 1n);
  }

  /** Pays out exactly this much and returns the shares that it took. */
  withdraw(units: bigint): bigint {
    const taken = (units * (this.shares + 1n) + this.assets) / (this.assets + 1n);
    this.assets -= units;
    this.shares -= taken;
    return taken;
  }
}

describe('shares to give up', () => {
  it('pay out at least what is needed, and one share fewer would not', async () => {
    await fc.assert(fc.asyncProperty(assets, assets, fc.double({ min: 0, max: 1, noNaN: true }), async (held, shares, part) => {
      const vault = new Vault(held, shares);
      const needed = (vault.valueOf(shares) * BigInt(Math.ceil(part * 1_000))) / 1_000n;
      if (needed === 0n) return;
      const enough = await sharesFor(needed, shares, vault.previewRedeem);
      expect(vault.valueOf(enough!)).toBeGreaterThanOrEqual(needed);
      expect(vault.valueOf(enough! - 1n)).toBeLessThan(needed);
    }));
  });

  it('are not to be had for more than all of them pay out', async () => {
    const vault = new Vault(100n, 70n);
    expect(await sharesFor(vault.valueOf(70n) + 1n, 70n, vault.previewRedeem)).toBeNull();
    expect(await sharesFor(1n, 0n, vault.previewRedeem)).toBeNull();
  });
});

describe('several withdrawals from one vault', () => {
  it('are all paid out in full when each leaves room for what shares round', () => {
    fc.assert(fc.property(assets, assets, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }), (held, shares, parts) => {
      const vault = new Vault(held, shares);
      let owned = shares;
      const claims: bigint[] = [];
      for (const part of parts) {
        const value = vault.valueOf(owned);
        const free = value - claims.reduce((left, right) => left + right, 0n) - BigInt(claims.length) * roundingOf(value, owned);
        const units = free > 0n ? (free * BigInt(Math.ceil(part * 1_000))) / 1_000n : 0n;
        if (units > 0n) claims.push(units);
      }
      for (const units of claims) {
        expect(units).toBeLessThanOrEqual(vault.valueOf(owned));
        owned -= vault.withdraw(units);
        expect(owned).toBeGreaterThanOrEqual(0n);
      }
    }), { numRuns: 500 });
  });
});
