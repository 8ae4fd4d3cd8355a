import { describe, expect, it } from '@jest/globals';
import { currentLogFields, withLogFields } from './log-fields.js';

describe('the fields of every log line', () => {
  it('are there in all that the work awaits', async () => {
    const seen = await withLogFields({ tenantId: 'acme' }, async () => {
      await Promise.resolve();
      return currentLogFields();
    });
    expect(seen).toEqual({ tenantId: 'acme' });
  });

  it('are added to those around them', () => {
    expect(withLogFields({ tenantId: 'acme' }, () => withLogFields({ withdrawalId: 'w-1' }, currentLogFields))).toEqual({ tenantId: 'acme', withdrawalId: 'w-1' });
  });

  it('do not reach other work beside it', async () => {
    const beside = Promise.resolve().then(currentLogFields);
    withLogFields({ tenantId: 'acme' }, () => undefined);
    expect([await beside, currentLogFields()]).toEqual([{}, {}]);
  });
});
