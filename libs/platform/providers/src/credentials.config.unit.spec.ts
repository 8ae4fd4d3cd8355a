import { describe, expect, it } from '@jest/globals';
import { ConfigError, environmentOf } from '@sluice/service-host';
import { credentialsEnvironment, readCredentials } from './credentials.config.js';

const certificate = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----';
const key = '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----';
const oauth = { BANK_OAUTH_TOKEN_URL: 'https://bank.example/token', BANK_OAUTH_CLIENT_ID: 'us', BANK_OAUTH_CLIENT_SECRET: 'hunter2' };
const tls = { BANK_TLS_CERT: certificate, BANK_TLS_KEY: key };
const read = (given: NodeJS.ProcessEnv) => readCredentials('payout', 'BANK', given);

describe('credentials of a provider', () => {
  it('may be none', () => {
    expect(read({ CUSTODIAN_TOKEN: 'another' })).toBeUndefined();
  });

  it('may be a token, client credentials, a certificate, and a certificate with either', () => {
    expect(read({ BANK_TOKEN: 'hunter2' })).toEqual({ bearer: 'hunter2' });
    expect(read({ ...oauth, BANK_OAUTH_SCOPE: 'pay' })).toEqual({ oauth: { tokenUrl: 'https://bank.example/token', clientId: 'us', clientSecret: 'hunter2', scope: 'pay' } });
    expect(read({ ...tls, BANK_TLS_CA: certificate, BANK_TOKEN: 't' })).toEqual({ bearer: 't', tls: { cert: certificate, key, ca: certificate } });
  });

  it.each<[string, NodeJS.ProcessEnv, string]>([
    ['a token with a space', { BANK_TOKEN: 'hunter2 x' }, 'BANK_TOKEN must be a token of printable characters'],
    ['two kinds of token', { ...oauth, BANK_TOKEN: 'hunter2' }, 'BANK_TOKEN must be absent where BANK_OAUTH_TOKEN_URL is given'],
    ['an address of tokens without a client', { BANK_OAUTH_TOKEN_URL: oauth.BANK_OAUTH_TOKEN_URL }, 'BANK_OAUTH_CLIENT_ID must be a text that is not empty, BANK_OAUTH_CLIENT_SECRET must be'],
    ['a client without an address', { BANK_OAUTH_CLIENT_ID: 'us' }, 'BANK_OAUTH_TOKEN_URL must be an http(s) address'],
    ['an address that is none', { ...oauth, BANK_OAUTH_TOKEN_URL: 'hunter2' }, 'BANK_OAUTH_TOKEN_URL must be an http(s) address'],
    ['a certificate without its key', { BANK_TLS_CERT: certificate }, 'BANK_TLS_KEY must be a private key in PEM'],
    ['a key without its certificate', { BANK_TLS_KEY: key }, 'BANK_TLS_CERT must be certificates in PEM'],
    ['who signs, without a certificate', { BANK_TLS_CA: certificate }, 'BANK_TLS_CERT must be certificates in PEM'],
    ['a certificate in place of a key', { BANK_TLS_CERT: certificate, BANK_TLS_KEY: certificate }, 'BANK_TLS_KEY must be a private key in PEM'],
    ['a certificate where nothing is encrypted', { ...tls, BANK_URL: 'http://bank.example' }, 'BANK_URL must be an https address where BANK_TLS_CERT is given'],
    ['a certificate where tokens are had in the clear', { ...tls, ...oauth, BANK_OAUTH_TOKEN_URL: 'http://bank.example' }, 'BANK_OAUTH_TOKEN_URL must be an https address where BANK_TLS_CERT is given'],
  ])('are refused with %s, without any value', (_, given, expected) => {
    expect(() => read(given)).toThrow(ConfigError);
    expect(() => read(given)).toThrow(expected);
    expect(() => read(given)).not.toThrow(/hunter2|BEGIN/);
  });

  it('are secrets, which may lie in files, as far as they are', () => {
    const secrets = environmentOf('payout', credentialsEnvironment('BANK', 'the bank')).variables.filter(({ name, secret }) => secret && name.startsWith('BANK_')).map(({ name }) => name);
    expect(secrets).toEqual(['BANK_TOKEN', 'BANK_OAUTH_CLIENT_SECRET', 'BANK_TLS_CERT', 'BANK_TLS_KEY', 'BANK_TLS_CA']);
  });
});
