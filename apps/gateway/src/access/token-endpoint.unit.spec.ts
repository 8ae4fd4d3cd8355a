import { describe, expect, it } from '@jest/globals';
import type { Client } from './client.js';
import { expectClientCredentials, grantedScopes, readTokenForm, requestedScopes } from './token-endpoint.js';

const client: Client = { id: 'c', tenantId: 'acme', kind: 'bultra', scopes: ['accounts:read', 'accounts:write'] };
const form = (text: string): ReadonlyMap<string, string> => readTokenForm(Buffer.from(text));

describe('a token request', () => {
  it('is for client credentials', () => {
    expect(() => expectClientCredentials(form('grant_type=client_credentials&x=1&x2=2'))).not.toThrow();
  });

  it.each([['', 'invalid_request'], ['grant_type=', 'invalid_request'], ['grant_type=password', 'unsupported_grant_type'], ['GRANT_TYPE=client_credentials', 'invalid_request']])('is refused: %s', (text, code) => {
    expect(() => expectClientCredentials(form(text))).toThrow(code);
  });

  it('may give nothing twice', () => {
    expect(() => form('scope=a&scope=a')).toThrow('invalid_request');
    expect(form('scope=&scope=a').get('scope')).toBe('a');
  });
});

describe('requested scopes', () => {
  const granted = (requested: string): readonly string[] => grantedScopes(requestedScopes(new Map([['scope', requested]])), client);

  it.each([['', ['accounts:read', 'accounts:write']], ['  ', ['accounts:read', 'accounts:write']], [' accounts:read  accounts:write ', ['accounts:read', 'accounts:write']], ['accounts:write', ['accounts:write']], ['accounts:write accounts:read accounts:write', ['accounts:write', 'accounts:read']]])('are granted: %j', (requested, expected) => {
    expect(granted(requested)).toEqual(expected);
  });

  it.each(['accounts', 'accounts:delete', 'withdrawals:read', 'accounts:read withdrawals:read', 'ACCOUNTS:READ', 'accounts:read\taccounts:write', 'accounts:read,accounts:write'])('are refused: %j', (requested) => {
    expect(() => granted(requested)).toThrow('invalid_scope');
  });
});
