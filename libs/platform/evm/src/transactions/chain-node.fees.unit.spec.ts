import { describe, expect, it } from '@jest/globals';
import { firstFees, replacementFees, type Fees } from './chain-node.js';

const fees = (maxFeePerGas: bigint, maxPriorityFeePerGas: bigint) => ({ maxFeePerGas, maxPriorityFeePerGas });

const raisedFrom = (before: Fees, now: Fees, most: bigint | undefined, isTooLow = false) => replacementFees(before, now, { most, isTooLow });

describe('fees of a replacement', () => {
  it('are an eighth more than before, both of them, so that every node takes it', () => {
    expect(raisedFrom(fees(100n, 8n), fees(50n, 1n), undefined)).toEqual(fees(113n, 10n));
  });

  it('are what the chain asks when that is more', () => {
    expect(raisedFrom(fees(100n, 8n), fees(500n, 20n), undefined)).toEqual(fees(500n, 20n));
  });

  it('rise from nothing', () => {
    expect(raisedFrom(fees(0n, 0n), fees(0n, 0n), undefined)).toEqual(fees(1n, 1n));
  });

  it('never offer more to the miner than in all', () => {
    expect(raisedFrom(fees(9n, 9n), fees(5n, 50n), undefined)).toEqual(fees(11n, 11n));
  });

  it('go up to the limit, as long as that is a tenth more than before: nodes take no less', () => {
    expect(raisedFrom(fees(100n, 8n), fees(500n, 1n), 400n)).toEqual(fees(400n, 10n));
    expect(raisedFrom(fees(100n, 8n), fees(50n, 1n), 111n)).toEqual(fees(111n, 10n));
    expect(raisedFrom(fees(100n, 8n), fees(500n, 1n), 110n)).toBeNull();
    expect(raisedFrom(fees(100n, 8n), fees(500n, 900n), 120n)).toEqual(fees(120n, 120n));
  });

  it('double their ceiling when the node has refused them, up to the limit, however little it says that the chain asks', () => {
    expect(raisedFrom(fees(501n, 8n), fees(50n, 1n), undefined, true)).toEqual(fees(1_003n, 10n));
    expect(raisedFrom(fees(501n, 8n), fees(50n, 1n), 600n, true)).toEqual(fees(600n, 10n));
    expect(raisedFrom(fees(501n, 8n), fees(50n, 1n), 501n, true)).toBeNull();
  });

  it('are none when ten times what the chain asks did not help, and some when the tip was too small', () => {
    expect(raisedFrom(fees(501n, 8n), fees(50n, 1n), undefined)).toBeNull();
    expect(raisedFrom(fees(501n, 8n), fees(50n, 9n), undefined)).toEqual(fees(564n, 10n));
  });
});

describe('first fees', () => {
  it('are what the chain asks, within the limit', () => {
    expect(firstFees(fees(100n, 8n), undefined)).toEqual(fees(100n, 8n));
    expect(firstFees(fees(100n, 8n), 40n)).toEqual(fees(40n, 8n));
    expect(firstFees(fees(100n, 80n), 40n)).toEqual(fees(40n, 40n));
  });
});
