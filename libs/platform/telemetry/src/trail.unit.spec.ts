import { describe, expect, it } from '@jest/globals';
import { withLogFields } from './work-context.js';
import { onTrail, providerCall, Trail, type TrailRow } from './trail.js';

class Kept extends Trail {
  readonly rows: TrailRow[] = [];

  override note(row: TrailRow): void {
    this.rows.push(row);
  }
}

const call = async (fields: object, work: () => Promise<string>, outcomeOf?: (answer: string) => string): Promise<TrailRow[]> => {
  const trail = new Kept();
  await onTrail(trail, () => withLogFields(fields, () => providerCall('bank.submit', work, outcomeOf))).catch(() => undefined);
  return trail.rows;
};
const ofOne = { tenantId: 'acme', withdrawalId: 'w1' };

describe('a call to a provider', () => {
  it('is noted under the withdrawal that is worked on, with its outcome in a word', async () => {
    expect(await call(ofOne, async () => 'paid', (answer) => answer)).toMatchObject([{ tenantId: 'acme', withdrawalId: 'w1', kind: 'provider-call', name: 'bank.submit', outcome: 'paid', attempt: 1 }]);
  });

  it('that failed is noted by the error’s name, not by what it says', async () => {
    const [row] = await call(ofOne, () => Promise.reject(new TypeError('secret-key-1')));
    expect(row).toMatchObject({ outcome: 'failed', detail: expect.stringMatching(/^TypeError, \d+ ms$/) });
  });

  it('still answers, and still throws', async () => {
    expect(await providerCall('bank.submit', async () => 7)).toBe(7);
    await expect(providerCall('bank.submit', () => Promise.reject(new RangeError('no')))).rejects.toThrow(RangeError);
  });

  it.each([['no withdrawal', { tenantId: 'acme' }], ['no tenant', { withdrawalId: 'w1' }]])('is not noted when there is %s', async (_, fields) => {
    expect(await call(fields, async () => 'paid')).toEqual([]);
  });
});
