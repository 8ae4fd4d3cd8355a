import { describe, expect, it } from '@jest/globals';
import { lostUpsertRace } from './upsert-race.ts';

describe('an upsert that met a duplicate key', () => {
  it.each([
    ['by the whole key', { tenantId: 't', name: 'n' }],
    ['by the whole key in another order', { name: 'n', tenantId: 't' }],
  ])('lost a race when it searched %s', (_case, query) => expect(lostUpsertRace(query, { tenantId: 1, name: 1 })).toBe(true));

  it.each([
    ['by more than the key', { tenantId: 't', name: 'n', version: 1 }],
    ['by a part of the key', { tenantId: 't' }],
    ['by a condition', { tenantId: 't', name: { $gt: 'n' } }],
    ['by something else', { other: 1, name: 'n' }],
    ['by nothing', {}],
  ])('lost no race when it searched %s', (_case, query) => expect(lostUpsertRace(query, { tenantId: 1, name: 1 })).toBe(false));
});
