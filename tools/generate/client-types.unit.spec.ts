import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { apiNames, clientTypes, clientTypesFile, documentOf } from './client-types.ts';

describe('the types of the clients', () => {
  it.each(apiNames)('of %s are what the gateway’s code says (npm run generate)', async (api) => {
    expect(readFileSync(clientTypesFile(api), 'utf8')).toBe(await clientTypes(await documentOf(api, 'src')));
  });

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
