import { describe, expect, it } from '@jest/globals';
import { expectMediaType, originForm, type HttpRequest, type HttpResponse } from './request.js';

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

describe('what a request line asks for', () => {
  const asked = (url: string): unknown => {
    const request = { url, originalUrl: url };
    originForm(request as HttpRequest, {} as HttpResponse, () => undefined);
    return request;
  };

  it.each([
    ['http://evil.example.com/bultra/v1/accounts?x=http://a/b', '/bultra/v1/accounts?x=http://a/b'], ['HTTPS://evil.example.com', '/'], ['http://evil.example.com?x=1', '/?x=1'], ['*', '/*'], ['bultra/v1', '/bultra/v1'],
  ])('is a path: %s', (url, path) => {
    expect(asked(url)).toEqual({ url: path, originalUrl: path });
  });

  it.each(['/', '/bultra/v1/accounts', '//evil.example.com/x', '/http://evil.example.com/', '/?x=http://a/b'])('stays as it is where it is one already: %s', (url) => {
    expect(asked(url)).toEqual({ url, originalUrl: url });
  });
});
