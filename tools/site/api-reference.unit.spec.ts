import { describe, expect, it } from '@jest/globals';
import { apiReference, type ApiDocument } from './api-reference.ts';

const document: ApiDocument = {
  info: { title: 'Bultra' }, servers: [{ url: '/bultra' }],
  paths: {
    '/v1/accounts/{id}': { get: {
      tags: ['accounts'], summary: 'Read an account', parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, description: 'a|b' }],
      responses: { 200: { description: 'It', content: { 'application/json': { schema: { $ref: '#/components/schemas/Account' } } } }, 404: { description: 'There is none.', content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
    } },
    '/v1/accounts': { post: {
      tags: ['accounts'], summary: 'Open one', responses: { 201: { description: 'It' } },
      requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['owner'], properties: { owner: { type: 'object', properties: { names: { items: { type: 'object', properties: { first: { enum: ['a', 'b'] } } } } } } } } } } },
    } },
  },
  components: { schemas: { Account: { type: 'object', properties: { balance: { type: ['string', 'null'], format: 'decimal' } } } } },
};

describe('the reference of an API', () => {
  const page = apiReference(document);

  it('has every operation under its subject, with its parameters and answers', () => {
    expect(page).toContain('## accounts');
    expect(page).toContain('### GET /v1/accounts/\\{id\\}');
    expect(page).toContain('| `id` | path | string | yes | a\\|b |');
    expect(page).toContain('| 200 | It | [Account](#account) |');
  });

  it('says of a refusal when it comes, and does not lead to its body', () => {
    expect(page).toContain('| 404 | There is none. |  |');
  });

  it('has the fields of a body, also those within others and within lists, and which are required', () => {
    for (const row of ['| `owner` | object | yes |  |', '| `owner.names` | list of object |  |  |', '| `owner.names[].first` | `a`, `b` |  |  |']) expect(page).toContain(row);
  });

  it('has every shape that has a name', () => {
    expect(page).toContain('### Account');
    expect(page).toContain('| `balance` | string or null (decimal) |  |  |');
  });
});
