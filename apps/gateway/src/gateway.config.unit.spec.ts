import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GatewayConfig } from './gateway.config.js';

const names = ['SLUICE_SANDBOX', 'TOKEN_SIGNING_KEY', 'SLUICE_CLIENTS_FILE', 'SIMULATORS_URL', 'SLUICE_CHAINS_FILE', 'DIALECT_HOSTS', 'RATE_LIMIT_PER_SECOND', 'IDEMPOTENCY_LEASE_MS', 'REQUEST_TIMEOUT_MS'];
let before: Map<string, string | undefined>;

beforeEach(() => {
  before = new Map(names.map((name) => [name, process.env[name]]));
  for (const name of names) delete process.env[name];
});
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

describe("the gateway's configuration", () => {
  it('needs nothing in the sandbox', () => {
    process.env['SLUICE_SANDBOX'] = 'true';
    expect(new GatewayConfig()).toMatchObject({ rateLimitPerSecond: 1_000, idempotencyLeaseMs: 15_000, requestTimeoutMs: 10_000 });
  });

  it.each([
    ['TOKEN_SIGNING_KEY', 'secret'], ['SLUICE_CLIENTS_FILE', ''], ['SIMULATORS_URL', 'secret'], ['RATE_LIMIT_PER_SECOND', '0'], ['DIALECT_HOSTS', 'secret'], ['DIALECT_HOSTS', 'ops=secret.example'], ['DIALECT_HOSTS', 'braid=secret/path'], ['IDEMPOTENCY_LEASE_MS', 'secret'], ['REQUEST_TIMEOUT_MS', '1.5'],
  ])('is refused when %s is wrong, naming the variable and not its value', (name, value) => {
    process.env['SLUICE_SANDBOX'] = 'true';
    process.env[name] = value;
    expect(() => new GatewayConfig()).toThrow(new RegExp(`^gateway cannot start: ${name} must be (?!.*secret).+\\.$`));
  });

  it('does not do without a key for tokens anywhere else', () => {
    expect(() => new GatewayConfig()).toThrow('gateway cannot start: TOKEN_SIGNING_KEY must be 32 letters or more, or several with commas between them outside of the sandbox.');
  });

  it.each(['a'.repeat(32) + ',' + 'b'.repeat(32), 'a'.repeat(32) + '\n' + 'b'.repeat(32)])('takes several keys for tokens, the first of which signs', (given) => {
    process.env['TOKEN_SIGNING_KEY'] = given;
    const { tokenKeys } = new GatewayConfig();
    expect(tokenKeys.keys.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['a'.repeat(32), 'b'.repeat(32)]);
  });

  it.each([`${'a'.repeat(32)},`, `${'a'.repeat(32)},short`])('takes no list with a key that is none: %s', (given) => {
    process.env['TOKEN_SIGNING_KEY'] = given;
    expect(() => new GatewayConfig()).toThrow('TOKEN_SIGNING_KEY must be 32 letters or more');
  });
});
