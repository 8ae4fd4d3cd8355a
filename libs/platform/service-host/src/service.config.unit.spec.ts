import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './environment.js';
import { readServiceConfig } from './service.config.js';

const right = { MONGODB_URI: 'mongodb://db/?replicaSet=rs0', AMQP_URL: 'amqp://user:word@broker' };

describe('the configuration of a service', () => {
  it('is read from the environment, with what is usual where nothing is said', () => {
    expect(readServiceConfig('ledger', right)).toEqual({
      service: 'ledger', port: 3000, mongodbUri: right.MONGODB_URI, amqpUrl: right.AMQP_URL, namespace: 'sluice', sandbox: false,
      databaseEndAfterMs: 300_000, httpKeepAliveMs: 75_000, lameDuckMs: 5_000, logLevel: 'info', trailDays: 400, deadLetterDays: 400,
    });
  });

  it('has a service answer no longer than it must when it stops in the sandbox, and as long as is said', () => {
    expect(readServiceConfig('gateway', { ...right, SLUICE_SANDBOX: 'true' }).lameDuckMs).toBe(0);
    expect(readServiceConfig('gateway', { ...right, SLUICE_SANDBOX: 'true', LAME_DUCK_MS: '300' }).lameDuckMs).toBe(300);
    expect(readServiceConfig('gateway', { ...right, LAME_DUCK_MS: '0' }).lameDuckMs).toBe(0);
  });

  it('is never a sandbox by accident', () => {
    expect(() => readServiceConfig('ledger', { ...right, SLUICE_SANDBOX: '1' })).toThrow('SLUICE_SANDBOX must be true or false');
  });

  it.each([
    [{ MONGODB_URI: undefined }, 'ledger cannot start: MONGODB_URI must be a mongodb:// address.'],
    [{ AMQP_URL: 'http://broker' }, 'ledger cannot start: AMQP_URL must be an amqp:// address.'],
    [{ MANAGEMENT_PORT: '0' }, 'ledger cannot start: MANAGEMENT_PORT must be a port number.'],
    [{ PORT: '70000' }, 'ledger cannot start: PORT must be a port number.'],
    [{ SLUICE_NAMESPACE: 'My Space' }, 'ledger cannot start: SLUICE_NAMESPACE must be lower-case letters, digits and dashes.'],
    [{ LAME_DUCK_MS: '-1' }, 'ledger cannot start: LAME_DUCK_MS must be milliseconds, a whole number.'],
    [{ LAME_DUCK_MS: 'long' }, 'ledger cannot start: LAME_DUCK_MS must be milliseconds, a whole number.'],
    [{ RETAIN_TRAIL_DAYS: '89' }, 'ledger cannot start: RETAIN_TRAIL_DAYS must be days, a whole number from 90.'],
    [{ RETAIN_DEAD_LETTERS_DAYS: '0' }, 'ledger cannot start: RETAIN_DEAD_LETTERS_DAYS must be days, a whole number from 90.'],
    [{ LOG_LEVEL: 'loud' }, 'ledger cannot start: LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
  ])('is refused in one sentence: %o', (wrong, sentence) => {
    expect(() => readServiceConfig('ledger', { ...right, ...wrong })).toThrow(new ConfigError(sentence));
  });

  it('is refused without its values, which may be secret', () => {
    expect(() => readServiceConfig('ledger', { MONGODB_URI: 'root:hunter2@db', AMQP_URL: 'guest:hunter3@broker' })).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/hunter/) }),
    );
  });
});
