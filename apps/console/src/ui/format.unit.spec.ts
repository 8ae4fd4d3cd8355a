import { describe, expect, it } from '@jest/globals';
import { durationText, masked, moneyText, niceTop, shortDuration, spaced, timeText, transactionUrl } from './format.ts';

describe('money', () => {
  it.each([['0', '0.00'], ['1234567.89', '1,234,567.89'], ['60.000000', '60.00'], ['18463.364671', '18,463.364671'], ['123456789012345678901.50', '123,456,789,012,345,678,901.50'], ['-12.5', '-12.50']])('%s is shown as %s', (amount, text) => {
    expect(moneyText({ amount })).toBe(text);
  });
});

describe('a duration', () => {
  it.each([[0, '0s'], [1, '1ms'], [20, '0.02s'], [340, '0.3s'], [4_000, '4s'], [4_200, '4.2s'], [61_000, '1m 1s'], [3_600_000, '1h'], [90_061_000, '1d 1h']])('of %d ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  it.each([[0.1, '100ms'], [1, '1s'], [100, '2m'], [10_000, '3h'], [200_000, '2d']])('of %d s stands at an axis as %s', (seconds, text) => {
    expect(shortDuration(seconds)).toBe(text);
  });
});

describe('a transaction', () => {
  it.each([['ethereum', 'https://etherscan.io/tx/0xab'], ['base', 'https://basescan.org/tx/0xab'], ['solana', 'https://solscan.io/tx/0xab']])('on %s is shown at %s', (chain, url) => {
    expect(transactionUrl(chain, '0xab', false)).toBe(url);
  });

  it.each([['ethereum', true], ['unknown', false], ['constructor', false], [null, false]])('on %s of a sandbox: %s is shown nowhere', (chain, isSandbox) => {
    expect(transactionUrl(chain, '0xab', isSandbox)).toBeNull();
  });

  it('does not lead elsewhere by what stands in its hash', () => {
    expect(transactionUrl('base', '../../evil?x#y', false)).toBe('https://basescan.org/tx/..%2F..%2Fevil%3Fx%23y');
  });
});

describe('a report of the bank', () => {
  it('is shown without what could be an account number', () => {
    expect(masked('{"iban":"DE89370400440532013000","account":"12345678"}')).toBe('{"iban":"DE••••••••00","account":"12••••78"}');
  });

  it('keeps its amounts, dates and short codes', () => {
    expect(masked('R03 2026-01-15 250.00 leg_12')).toBe('R03 2026-01-15 250.00 leg_12');
  });
});

describe('names and times', () => {
  it.each([['oneWordWithCapitals', 'one word with capitals'], ['fail_after_success', 'fail after success'], ['in-review', 'in review']])('%s reads %s', (name, text) => {
    expect(spaced(name)).toBe(text);
  });

  it('are UTC wherever the page is open', () => {
    expect(timeText('2026-01-15T23:30:05+02:00')).toBe('2026-01-15 21:30:05');
  });

  it.each([[0, 1], [1, 1], [3, 5], [47, 50], [101, 200], [999, 1_000]])('the axis of %d goes up to %d', (value, top) => {
    expect(niceTop(value)).toBe(top);
  });
});
