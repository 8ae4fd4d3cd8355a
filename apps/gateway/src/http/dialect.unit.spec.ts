import { describe, expect, it } from '@jest/globals';
import { oauthDialect } from '../access/token-endpoint.js';
import { bultraDialect } from '../dialects/bultra/errors.js';
import { operatorsDialect } from '../operators/operator-errors.js';
import { dialectOf } from './dialect.js';

const token = oauthDialect('/bultra/oauth2');
const dialects = [bultraDialect, token, operatorsDialect];

describe('the dialect of a path', () => {
  it.each([
    ['/bultra', bultraDialect], ['/bultra/v1/withdrawals', bultraDialect], ['/BULTRA/v1', bultraDialect], ['/bultra/oauth2x', bultraDialect], ['/bultra/oauth2/token', token], ['/ops/v1/clock', operatorsDialect],
    ['/', undefined], ['/bultrax', undefined], ['/v1/bultra', undefined], ['', undefined],
  ])('is found by its longest prefix: %s', (path, dialect) => {
    expect(dialectOf(dialects, path)).toBe(dialect);
  });
});
