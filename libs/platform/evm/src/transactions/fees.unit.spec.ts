import { describe, expect, it } from '@jest/globals';
import { firstFees, replacementFees } from './fees.js';

const fees = (maxFeePerGas: bigint, maxPriorityFeePerGas: bigint) => ({ maxFeePerGas, maxPriorityFeePerGas });

describe('fees of a replacement', () => {
  it('are an eighth more than before, both of them, so that every node takes it', () => {
    expect(replacementFees(fees(100n, 8n), fees(50n, 1n), undefined)).toEqual(fees(113n, 10n));
  });

  it('are what the chain asks when that is more', () => {
    expect(replacementFees(fees(100n, 8n), fees(500n, 20n), undefined)).toEqual(fees(500n, 20n));
  });

  it('rise from nothing', () => {
    expect(replacementFees(fees(0n, 0n), fees(0n, 0n), undefined)).toEqual(fees(1n, 1n));
  });

  it('never offer more to the miner than in all', () => {
    expect(replacementFees(fees(9n, 9n), fees(5n, 50n), undefined)).toEqual(fees(50n, 50n));
  });

  it('are none when they would go beyond the limit', () => {
    expect(replacementFees(fees(100n, 8n), fees(50n, 1n), 112n)).toBeNull();
    expect(replacementFees(fees(100n, 8n), fees(50n, 1n), 113n)).not.toBeNull();
  });
});

describe('first fees', () => {
  it('are what the chain asks, within the limit', () => {
    expect(firstFees(fees(100n, 8n), undefined)).toEqual(fees(100n, 8n));
    expect(firstFees(fees(100n, 8n), 40n)).toEqual(fees(40n, 8n));
    expect(firstFees(fees(100n, 80n), 40n)).toEqual(fees(40n, 40n));
  });
});
