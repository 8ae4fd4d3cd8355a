import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GatewayConfig } from './gateway.config.js';

const names = ['TOKEN_SIGNING_KEY', 'SLUICE_CLIENTS_FILE', 'SIMULATORS_URL', 'SLUICE_CHAINS_FILE', 'DIALECT_HOSTS', 'RATE_LIMIT_PER_SECOND', 'IDEMPOTENCY_LEASE_MS', 'REQUEST_TIMEOUT_MS'];
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
  it('needs nothing', () => {
    expect(new GatewayConfig()).toMatchObject({ rateLimitPerSecond: 1_000, idempotencyLeaseMs: 15_000, requestTimeoutMs: 10_000 });
  });

  it.each([
    ['TOKEN_SIGNING_KEY', 'secret'], ['SLUICE_CLIENTS_FILE', ''], ['SIMULATORS_URL', 'secret'], ['RATE_LIMIT_PER_SECOND', '0'], ['DIALECT_HOSTS', 'secret'], ['DIALECT_HOSTS', 'ops=secret.example'], ['DIALECT_HOSTS', 'braid=secret/path'], ['IDEMPOTENCY_LEASE_MS', 'secret'], ['REQUEST_TIMEOUT_MS', '1.5'],
  ])('is refused when %s is wrong, naming the variable and not its value', (name, value) => {
    process.env[name] = value;
    expect(() => new GatewayConfig()).toThrow(new RegExp(`^gateway cannot start: ${name} must be (?!.*secret).+\\.$`));
  });
});
