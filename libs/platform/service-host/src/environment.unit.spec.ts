import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, jsonFile, outsideSandbox, readEnvironment, secret, ServiceEnvironment } from './environment.js';
import { environmentOf } from './service.config.js';

const folder = mkdtempSync(join(tmpdir(), 'environment-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const address = z.url({ protocol: /^https?$/, error: 'an http(s) address' });
const variables = {
  BANK_URL: outsideSandbox(address.describe('The bank')),
  RECEIPT_KEY: secret(z.string('16 letters or more').min(16, '16 letters or more'), 'Makes codes'),
  TRIES: z.coerce.number('a number').default(3).describe('How often'),
  CHAINS_FILE: jsonFile('chains', z.record(z.string(), z.object({ id: z.number() }))).optional().describe('The chains'),
  SIGNER_URL: address.optional().describe('The signer'),
  SIGNER_KEY: secret(z.string('a key').min(1, 'a key').optional(), 'Its key'),
};
const part = { variables, rule: (given: NodeJS.ProcessEnv): Record<string, string> => (given['SIGNER_URL'] !== undefined && given['SIGNER_KEY'] === undefined ? { SIGNER_KEY: 'given with SIGNER_URL' } : {}) };
const common = { MONGODB_URI: 'mongodb://user:hunter2@db', AMQP_URL: 'amqp://user:hunter3@broker' };
const right = { ...common, BANK_URL: 'http://bank', RECEIPT_KEY: 'a secret of letters' };
const payout = environmentOf('payout', part);
const checked = (environment: NodeJS.ProcessEnv) => () => payout.check(environment);

describe('variables of one part', () => {
  it('are read into values, with defaults, and without what others read', () => {
    expect(readEnvironment('payout', part, right)).toEqual({ BANK_URL: 'http://bank', RECEIPT_KEY: 'a secret of letters', TRIES: 3 });
  });

  it('may be fewer in the sandbox, which the environment or the caller says', () => {
    const { BANK_URL: _, ...less } = right;
    expect(readEnvironment('payout', part, { ...less, SLUICE_SANDBOX: 'true' }).BANK_URL).toBeUndefined();
    expect(readEnvironment('payout', part, less, true).BANK_URL).toBeUndefined();
    expect(() => readEnvironment('payout', part, less)).toThrow(new ConfigError('payout cannot start: BANK_URL must be an http(s) address outside of the sandbox.'));
  });

  it('do not need what belongs to another part', () => {
    expect(() => readEnvironment('payout', part, { BANK_URL: 'http://bank', RECEIPT_KEY: 'a secret of letters' })).not.toThrow();
  });

  it('may be wrong in the sandbox as anywhere', () => {
    expect(() => readEnvironment('payout', part, { ...right, BANK_URL: 'bank' }, true)).toThrow('BANK_URL must be an http(s) address.');
  });
});

describe('the whole environment of a service', () => {
  it('is accepted when all of it is right', () => {
    expect(checked(right)).not.toThrow();
    expect(checked({ ...right, SIGNER_URL: 'http://signer', SIGNER_KEY: 'x' })).not.toThrow();
  });

  it('is refused with every mistake at once, of what all services read and of its own', () => {
    expect(checked({ PORT: 'eighty', MONGODB_URI: common.MONGODB_URI, TRIES: 'often', SIGNER_URL: 'http://signer' })).toThrow(new ConfigError(
      'payout cannot start: PORT must be a port number, AMQP_URL must be an amqp:// address, RECEIPT_KEY must be 16 letters or more, TRIES must be a number, '
      + 'BANK_URL must be an http(s) address outside of the sandbox, SIGNER_KEY must be given with SIGNER_URL.',
    ));
  });

  it('is refused without its values', () => {
    expect(checked({ ...right, MONGODB_URI: 'hunter2', RECEIPT_KEY: 'hunter2', BANK_URL: 'hunter2', CHAINS_FILE: file('h.json', '{"hunter2') })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter') }));
  });

  it('names a variable once, whatever is wrong with it', () => {
    expect(checked({ ...right, SIGNER_URL: 'http://signer', SIGNER_KEY: '' })).toThrow('payout cannot start: SIGNER_KEY must be a key.');
  });

  it('cannot describe a variable twice', () => {
    expect(() => environmentOf('payout', part, { variables: { TRIES: z.string() } })).toThrow('payout describes TRIES twice.');
    expect(() => environmentOf('payout', { variables: { PORT: z.string() } })).toThrow('payout describes PORT twice.');
  });
});

describe('a secret in a file', () => {
  const { RECEIPT_KEY: _, ...rest } = right;

  it.each([['as it is', 'a secret in a file'], ['without the newline at its end', 'a secret in a file\n'], ['or that of another system', 'a secret in a file\r\n']])('is read, %s', (_what, content) => {
    expect(readEnvironment('payout', part, { ...rest, RECEIPT_KEY_FILE: file('key', content) }).RECEIPT_KEY).toBe('a secret in a file');
  });

  it('may be one that every service reads, and one that another needs', () => {
    const environment = { ...rest, RECEIPT_KEY_FILE: file('key', 'a secret in a file'), SIGNER_URL: 'http://signer', SIGNER_KEY_FILE: file('signer', 'k') };
    expect(checked({ ...environment, MONGODB_URI: undefined, MONGODB_URI_FILE: file('uri', 'mongodb://db\n') })).not.toThrow();
  });

  it('is refused when it is given by itself too', () => {
    expect(checked({ ...right, RECEIPT_KEY_FILE: file('key', 'a secret in a file') })).toThrow(new ConfigError('payout cannot start: RECEIPT_KEY must be given once, by itself or by RECEIPT_KEY_FILE.'));
  });

  it.each([['is not there', () => join(folder, 'absent'), 'ENOENT'], ['is a folder', () => folder, 'EISDIR'], ['has no name', () => '', 'ENOENT']])('is refused when the file %s, and not called missing beside it', (_what, path, code) => {
    expect(checked({ ...rest, RECEIPT_KEY_FILE: path() })).toThrow(new ConfigError(`payout cannot start: RECEIPT_KEY_FILE must be the path of a file that can be read (${code}).`));
  });

  it('is refused when it is wrong, as any other', () => {
    expect(checked({ ...rest, RECEIPT_KEY_FILE: file('short', 'short\n') })).toThrow(new ConfigError('payout cannot start: RECEIPT_KEY must be 16 letters or more.'));
  });

  it('is not looked for where a variable is no secret', () => {
    expect(readEnvironment('payout', part, { ...right, TRIES_FILE: join(folder, 'absent') }).TRIES).toBe(3);
  });
});

describe('a JSON file', () => {
  it('is read and checked', () => {
    expect(readEnvironment('payout', part, { ...right, CHAINS_FILE: file('chains.json', '{"base":{"id":1}}') }).CHAINS_FILE).toEqual({ base: { id: 1 } });
  });

  it.each([
    ['is not there', () => join(folder, 'absent.json'), 'it cannot be read: ENOENT'], ['is no JSON', () => file('no.json', 'base: 1'), 'it is not JSON'],
    ['has another shape', () => file('shape.json', '{"base":{"id":"secret"}}'), 'its shape is wrong at base.id'], ['is something else', () => file('list.json', '[]'), 'its shape is wrong at the top'],
  ])('is refused when it %s', (_what, path, why) => {
    expect(checked({ ...right, CHAINS_FILE: path() })).toThrow(new ConfigError(`payout cannot start: CHAINS_FILE must be the path of a JSON file of chains (${why}).`));
  });

  it('is refused without a name', () => {
    expect(checked({ ...right, CHAINS_FILE: '' })).toThrow('CHAINS_FILE must be the path of a JSON file of chains.');
  });
});

describe('what is printed of an environment', () => {
  it('is every value, given or by default, and no secret', () => {
    expect(payout.printable(right)).toEqual({
      PORT: '3000', MONGODB_URI: '***', AMQP_URL: '***', SLUICE_NAMESPACE: 'sluice', SLUICE_SANDBOX: 'false', DATABASE_END_AFTER_SECONDS: '300', HTTP_KEEP_ALIVE_MS: '75000', LOG_LEVEL: 'info',
      RETAIN_TRAIL_DAYS: '400', RETAIN_DEAD_LETTERS_DAYS: '400', BANK_URL: 'http://bank', RECEIPT_KEY: '***', TRIES: '3',
    });
  });

  it('says which file a secret is from, and not what is in it', () => {
    expect(payout.printable({ RECEIPT_KEY_FILE: '/run/secrets/key' })['RECEIPT_KEY']).toBe('*** from /run/secrets/key');
  });

  it('has no password of an address, and nothing that the service does not read', () => {
    const printed = payout.printable({ ...right, BANK_URL: 'http://user:hunter2@bank/x', HOME: '/root' });
    expect(printed['BANK_URL']).toBe('http://***@bank/x');
    expect(printed).not.toHaveProperty('HOME');
    expect(JSON.stringify(printed)).not.toContain('hunter');
  });
});

describe('the description of an environment', () => {
  const described = (name: string) => new ServiceEnvironment('payout', part).variables.find((each) => each.name === name);

  it.each([
    ['BANK_URL', { description: 'The bank', mustBe: 'an http(s) address', needed: 'outside of the sandbox', secret: false }],
    ['RECEIPT_KEY', { description: 'Makes codes', mustBe: '16 letters or more', needed: 'always', secret: true }],
    ['TRIES', { description: 'How often', mustBe: 'a number', needed: 'no', default: '3', secret: false }],
    ['SIGNER_KEY', { description: 'Its key', mustBe: 'a key', needed: 'no', default: undefined, secret: true }],
    ['CHAINS_FILE', { mustBe: 'the path of a JSON file of chains', needed: 'no' }],
  ])('says of %s what it is', (name, expected) => {
    expect(described(name)).toMatchObject(expected);
  });

  it('keeps what is said of a secret that only the sandbox does without', () => {
    const environment = new ServiceEnvironment('webhooks', { variables: { KEY: outsideSandbox(secret(z.string('a key').min(1, 'a key'), 'Seals')) } });
    expect(environment.variables).toEqual([{ name: 'KEY', description: 'Seals', mustBe: 'a key', needed: 'outside of the sandbox', default: undefined, secret: true }]);
    expect(() => environment.check({})).toThrow('KEY must be a key outside of the sandbox.');
    expect(() => environment.check({ SLUICE_SANDBOX: 'true' })).not.toThrow();
  });
});
