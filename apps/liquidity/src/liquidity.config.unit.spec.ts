import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError } from '@sluice/service-host';
import { LiquidityConfig } from './liquidity.config.js';

const names = ['SLUICE_SANDBOX', 'CUSTODIAN_URL', 'CUSTODIAN_TIMEOUT_MS'];
let before: [string, string | undefined][];

function set(values: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

beforeEach(() => {
  before = names.map((name) => [name, process.env[name]]);
  set(Object.fromEntries(names.map((name) => [name, undefined])));
});
afterEach(() => set(Object.fromEntries(before)));

describe("liquidity's configuration", () => {
  it('has a custodian and how long it may take', () => {
    set({ CUSTODIAN_URL: 'https://custodian.example', CUSTODIAN_TIMEOUT_MS: '500' });
    expect(new LiquidityConfig()).toEqual({ custodianUrl: 'https://custodian.example', custodianTimeoutMs: 500 });
  });

  it('does without a custodian in a sandbox', () => {
    set({ SLUICE_SANDBOX: 'true' });
    expect(new LiquidityConfig()).toEqual({ custodianUrl: undefined, custodianTimeoutMs: 3_000 });
  });

  it('does not do without one anywhere else', () => {
    expect(() => new LiquidityConfig()).toThrow(ConfigError);
  });

  it.each([{ CUSTODIAN_URL: 'secret-custodian' }, { CUSTODIAN_URL: 'ftp://custodian.example' }, { CUSTODIAN_TIMEOUT_MS: 'secret' }, { CUSTODIAN_TIMEOUT_MS: '0' }])('is refused with %j, naming the variable and not its value', (values) => {
    set({ SLUICE_SANDBOX: 'true', ...values });
    expect(() => new LiquidityConfig()).toThrow(new RegExp(`^liquidity cannot start: ${Object.keys(values)[0]} must be (?!.*secret).+\\.$`));
  });
});
