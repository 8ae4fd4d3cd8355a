import { describe, expect, it } from '@jest/globals';
import { basicCredentials, hashSecret, secretMatches } from './credentials.js';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('HTTP Basic credentials', () => {
  it.each([
    [basic('id:secret'), { id: 'id', secret: 'secret' }], [basic('id:'), { id: 'id', secret: '' }], [basic('id:a:b'), { id: 'id', secret: 'a:b' }],
    [basic('a%3Ab:c+d%25'), { id: 'a:b', secret: 'c d%' }], [basic('id:secret').replace('Basic', 'basic'), { id: 'id', secret: 'secret' }],
  ])('are read: %s', (header, credentials) => {
    expect(basicCredentials(header)).toEqual(credentials);
  });

  it.each([undefined, '', 'Basic', 'Basic ', 'Basic !!!', `Bearer ${Buffer.from('a:b').toString('base64')}`, basic('nocolon'), basic(':secret'), basic('id:%zz')])('are not read: %s', (header) => {
    expect(basicCredentials(header)).toBeNull();
  });
});

describe('a stored secret', () => {
  it('is recognised, is hashed differently every time, and does not show itself', async () => {
    const [one, other] = await Promise.all([hashSecret('secret'), hashSecret('secret')]);
    expect(one).not.toBe(other);
    expect(one).not.toContain('secret');
    expect(await secretMatches('secret', one)).toBe(true);
    expect(await secretMatches('secret', other)).toBe(true);
  });

  it.each(['Secret', 'secret ', ''])('is not recognised in %j', async (attempt) => {
    expect(await secretMatches(attempt, await hashSecret('secret'))).toBe(false);
  });

  it.each(['', 'scrypt$$', 'plain', 'scrypt$abc$abc'])('is never recognised by a broken hash: %j', async (hash) => {
    expect(await secretMatches('', hash)).toBe(false);
  });
});
