import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from '../../../test/bank-files/instruction.builder.js';
import { achTraceOf, paymentIdOf, traceOf, uetrOf, wireMessageIdOf } from './payment-id.js';

describe('what follows from a key', () => {
  it('is the same for good: rails know payments by it', () => {
    expect(paymentIdOf('leg-1/1')).toBe('KPL4HM34P2KDAF7');
    expect(uetrOf('leg-1/1')).toBe('59b79de2-7454-40ca-bd07-0bff2939a56e');
    expect(achTraceOf('leg-1/1', '091000019')).toBe('091000019948224');
  });

  it('has the form that rails demand', () => {
    fc.assert(fc.property(fc.string({ unit: anyCharacter }), (key) => {
      expect(paymentIdOf(key)).toMatch(/^[A-Z2-7]{15}$/);
      expect(uetrOf(key)).toMatch(/^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/);
      expect(achTraceOf(key, '091000019')).toMatch(/^09100001(?!0000000)\d{7}$/);
      expect(wireMessageIdOf(key, '2026-01-17')).toMatch(/^20260117[A-Z0-9]{8}\d{6}$/);
    }));
  });

  it('differs for every leg and attempt', () => {
    const keys = Array.from({ length: 20_000 }, (_, at) => `leg-${at >> 1}/${at % 2}`);
    expect(new Set(keys.map(paymentIdOf)).size).toBe(keys.length);
    expect(new Set(keys.map(uetrOf)).size).toBe(keys.length);
    expect(new Set(keys.map((key) => wireMessageIdOf(key, '2026-01-17'))).size).toBe(keys.length);
  });
});

describe('a trace that no report names', () => {
  it.each([['WIRE', uetrOf('leg-1/1')], ['SEPA', paymentIdOf('leg-1/1')], ['FPS', paymentIdOf('leg-1/1')]] as const)('is by %s %s', (rail, trace) => {
    expect(traceOf('leg-1/1', rail)).toBe(trace);
  });
});
