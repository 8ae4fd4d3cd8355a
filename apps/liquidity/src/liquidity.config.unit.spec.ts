import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError } from '@sluice/service-host';
import { LiquidityConfig } from './liquidity.config.js';

const names = ['CUSTODIAN_URL', 'CUSTODIAN_TIMEOUT_MS', 'SOLANA_URL'];
const service = { service: 'liquidity', port: 0, mongodbUri: '', amqpUrl: '', namespace: 'test', sandbox: false, databaseEndAfterMs: 1, logLevel: 'silent' } as const;
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
    expect(new LiquidityConfig(service)).toEqual({ custodianUrl: 'https://custodian.example', custodianTimeoutMs: 500, sampleDays: 400 });
  });

  it('has accounts on Solana where SOLANA_URL is given', () => {
    set({ CUSTODIAN_URL: 'https://custodian.example', SOLANA_URL: 'https://solana.example' });
    expect(new LiquidityConfig(service)).toMatchObject({ solanaUrl: 'https://solana.example' });
  });

  it('does without a custodian in a sandbox', () => {
    expect(new LiquidityConfig({ ...service, sandbox: true })).toEqual({ custodianUrl: undefined, custodianTimeoutMs: 3_000, sampleDays: 400 });
  });

  it('does not do without one anywhere else', () => {
    expect(() => new LiquidityConfig(service)).toThrow(ConfigError);
  });

  it.each([{ CUSTODIAN_URL: 'secret-custodian' }, { CUSTODIAN_URL: 'ftp://custodian.example' }, { SOLANA_URL: 'secret' }, { CUSTODIAN_TIMEOUT_MS: 'secret' }, { CUSTODIAN_TIMEOUT_MS: '0' }])('is refused with %j, naming the variable and not its value', (values) => {
    set(values);
    expect(() => new LiquidityConfig({ ...service, sandbox: true })).toThrow(new RegExp(`^liquidity cannot start: ${Object.keys(values)[0]} must be (?!.*secret).+\\.$`));
  });
});
