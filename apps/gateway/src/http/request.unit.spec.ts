import { describe, expect, it } from '@jest/globals';
import { expectMediaType } from './request.js';

const check = (type: string | undefined, encoding?: string) => (): void => expectMediaType({ headers: { 'content-type': type, 'content-encoding': encoding } }, 'application/json');

describe('a content type', () => {
  it.each(['application/json', 'APPLICATION/JSON', 'application/json;charset=utf-8', 'application/json; charset="UTF-8"', 'application/json; charset=utf8', 'application/json;charset="UTF8"', 'application/json; version=1; charset=utf-8'])('is taken as JSON: %s', (type) => {
    expect(check(type)).not.toThrow();
  });

  it.each([undefined, '', 'text/json', 'application/json-patch+json', 'application/problem+json', 'text/plain; application/json', 'application/json; charset=utf-16', 'application/json; charset=iso-8859-1', 'application/json; charset=utf-8x', 'application/json; charset=utf-7', 'application/json; charset=u tf8'])(
    'is not taken as JSON: %s', (type) => {
      expect(check(type)).toThrow('must be application/json');
    },
  );

  it('is not taken when the body is compressed', () => {
    expect(check('application/json', 'br')).toThrow('not compressed');
    expect(check('application/json', 'identity')).not.toThrow();
  });
});
