import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { messageCheckRequest } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { Outbox } from '@sluice/persistence';
import { greet, greeted, GreeterModule, Guests } from './greeter.ts';

const SECONDS = 1_000;

let service: TestService;
let tenantId = '';
/** Nobody sweeps, as when the broker takes nothing. */
beforeAll(async () => {
  service = await startTestService({ module: GreeterModule, service: 'greeter' });
  await service.app.get(Outbox).stop();
});
afterAll(() => service.stop());
beforeEach(() => {
  tenantId = `t-${newId()}`;
});

const texts = async (of = tenantId): Promise<string[]> =>
  (await service.requests.request(messageCheckRequest('greeter'), {}, { tenantId: of })).findings.map(({ invariant, text }) => `${invariant}: ${text}`);

/** A guest whose message has waited for so long. */
const waitingFor = async (ageMs: number): Promise<string> => {
  const id = newId();
  const at = new Date(Date.now() - ageMs);
  await service.app.get(Guests).model.collection.insertOne({ _id: id as never, tenantId, version: 1, name: id, outbox: [{ id: newId(), at }], dueAt: null });
  return id;
};

describe('messages of a service', () => {
  it('that were sent give nothing to find', async () => {
    await service.publish(greet, { name: newId() }, { tenantId });
    await service.next(greeted);
    expect(await texts()).toEqual([]);
  });

  it('that wait for less than a minute are under way', async () => {
    await waitingFor(50 * SECONDS);
    expect(await texts()).toEqual([]);
  });

  it('that wait for longer are stuck, and named by what they wait in, to their own tenant', async () => {
    const id = await waitingFor(70 * SECONDS);
    expect(await texts()).toEqual([`12: greeter: messages of ${id} wait in its outbox`]);
    expect(await texts('somebody-else')).toEqual([]);
  });
});
