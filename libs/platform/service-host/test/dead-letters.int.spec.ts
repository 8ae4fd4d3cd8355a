import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { deadLetterRequests, type DeadLetterView } from '@sluice/contract-kit';
import { MongoDeadLetters } from '@sluice/persistence';
import { GreeterModule, Guests, greet } from './greeter.ts';

const contracts = deadLetterRequests('greeter');
const NOBODY_HANDLES = 'The body of greeter.greet-guest breaks its contract:  invalid_type.';

describe('the dead letters of a service', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ module: GreeterModule, service: 'greeter', retryDelaysMs: [10] });
  });
  afterAll(() => service.stop());

  const lettersOf = async (tenantId: string, more: { cause?: string; limit?: number; after?: string } = {}): Promise<DeadLetterView[]> =>
    (await service.requests.request(contracts.list, { limit: 50, ...more }, { tenantId })).letters;

  const poison = async (tenantId: string, count: number): Promise<void> => {
    const before = (await lettersOf(tenantId)).length;
    await service.requests.request(contracts.poison, { count }, { tenantId });
    await until('the poison is parked', async () => (await lettersOf(tenantId)).length === before + count);
  };

  it('are listed latest first, page after page, without their content', async () => {
    await poison('pages', 5);
    const first = await lettersOf('pages', { limit: 3 });
    const rest = await lettersOf('pages', { limit: 3, after: first[2]?.id ?? '' });
    expect([first.length, rest.length, new Set([...first, ...rest].map(({ id }) => id)).size]).toEqual([3, 2, 5]);
    expect(first[0]).toEqual({ id: expect.any(String), cause: NOBODY_HANDLES, service: 'greeter', type: 'greeter.greet-guest', attempts: 1, firstAt: expect.any(String), lastAt: expect.any(String) });
  });

  it('are opened with their body, masked, by their own tenant only', async () => {
    await poison('opened', 1);
    const [letter] = await lettersOf('opened');
    const opened = async (tenantId: string, id = letter?.id ?? '') => (await service.requests.request(contracts.open, { id }, { tenantId })).letter;
    expect(await opened('opened')).toEqual({ ...letter, body: expect.stringContaining('"type": "greeter.greet-guest"') });
    expect([await opened('pages'), await opened('opened', 'no-such-letter')]).toEqual([null, null]);
  });

  it('are not listed after one that is not the tenant’s', async () => {
    await poison('others', 1);
    const [theirs] = await lettersOf('others');
    for (const after of ['no-such-letter', theirs?.id ?? '']) await expect(lettersOf('pages', { after })).rejects.toMatchObject({ code: 'invalid_request', details: [{ field: 'after' }] });
  });

  it('are counted by cause', async () => {
    await poison('causes', 2);
    await expect(service.requests.request(contracts.countByCause, {}, { tenantId: 'causes' })).resolves.toEqual({ causes: [{ cause: NOBODY_HANDLES, count: 2 }] });
  });

  it('are seen and touched by their own tenant only', async () => {
    await poison('acme', 1);
    const [letter] = await lettersOf('acme');
    expect(await lettersOf('globex')).toEqual([]);
    const choice = { ids: [letter?.id ?? ''], reason: 'curious' };
    await expect(service.requests.request(contracts.discard, choice, { tenantId: 'globex' })).resolves.toEqual({ count: 0 });
    await expect(service.requests.request(contracts.redrive, choice, { tenantId: 'globex' })).resolves.toEqual({ count: 0 });
    expect(await lettersOf('acme')).toHaveLength(1);
  });

  it('are gone once discarded, with the reason kept', async () => {
    await poison('discards', 3);
    await expect(service.requests.request(contracts.discard, { cause: NOBODY_HANDLES, reason: 'a drill' }, { tenantId: 'discards' })).resolves.toEqual({ count: 3 });
    expect(await lettersOf('discards')).toEqual([]);
    expect(await service.app.get(MongoDeadLetters).collection.countDocuments({ tenantId: 'discards', status: 'discarded', reason: 'a drill' })).toBe(3);
  });

  it('are handled when redriven after what was wrong is mended', async () => {
    const guests = service.app.get(Guests);
    await guests.change('in-the-way', { id: 'x', tenantId: 'mended' }, () => ({ state: { name: 'Ada' } }));
    const id = await service.publish(greet, { name: 'Ada' }, { tenantId: 'mended' });
    await until('it is parked', async () => (await lettersOf('mended')).length === 1);
    expect((await lettersOf('mended'))[0]).toMatchObject({ attempts: 2, cause: 'DuplicateKey: Another document has the same tenantId, name.' });
    await guests.model.collection.deleteOne({ _id: 'in-the-way' as never });
    await expect(service.requests.request(contracts.redrive, { cause: 'DuplicateKey: Another document has the same tenantId, name.', reason: 'mended' }, { tenantId: 'mended' })).resolves.toEqual({ count: 1 });
    await until('it is handled', async () => (await guests.find(id)) !== null);
    expect(await lettersOf('mended')).toEqual([]);
  });

  it('are parked again, with more attempts, when redriven in vain', async () => {
    await poison('in-vain', 1);
    const [letter] = await lettersOf('in-vain');
    await service.requests.request(contracts.redrive, { ids: [letter?.id ?? ''], reason: 'hope' }, { tenantId: 'in-vain' });
    await until('it is parked again', async () => (await lettersOf('in-vain'))[0]?.attempts === 2);
    expect((await lettersOf('in-vain'))[0]?.id).toBe(letter?.id);
  });

  it('cannot be chosen by nothing at all', async () => {
    await expect(service.requests.request(contracts.redrive, { reason: 'all of them' }, { tenantId: 'acme' })).rejects.toMatchObject({ name: 'ZodError' });
  });
});
