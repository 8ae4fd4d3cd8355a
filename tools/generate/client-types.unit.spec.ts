import { describe, expect, it } from '@jest/globals';
import { clientTypes } from './client-types.ts';

describe('the types of the clients', () => {
  it('change with a field, a path or an error', async () => {
    const answer = { 200: { description: 'Read', content: { 'application/json': { schema: { type: 'object', properties: { id: { type: 'string' } } } } } } };
    const document = { openapi: '3.1.1', info: { title: 'x', version: '1' }, paths: { '/a': { get: { operationId: 'a', responses: answer } } } };
    const other = { 200: { description: 'Read', content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } } } } } } };
    const types = await Promise.all([
      document, { ...document, paths: { '/a': { get: { operationId: 'a', responses: other } } } }, { ...document, paths: { '/b': { get: { operationId: 'a', responses: answer } } } },
      { ...document, paths: { '/a': { get: { operationId: 'a', responses: { ...answer, 404: { description: 'Not there' } } } } } },
    ].map((each) => clientTypes(each)));
    expect(new Set(types).size).toBe(4);
  });
});
