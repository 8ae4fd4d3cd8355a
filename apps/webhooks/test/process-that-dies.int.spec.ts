import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnService, startTestService, type TestService } from '@sluice/builders';
import { listDeliveries, listEvents, recordChange, subscribe, type DeliveryView } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { once } from 'node:events';
import { WebhooksModule } from '../src/webhooks.module.js';
import { Sink } from './sink.js';

const main = new URL('../src/main.ts', import.meta.url);
const tenantId = 'acme';
const TRIES_AT_ONCE = 4;
const WITHDRAWALS = 12;

let first: TestService;
let sink: Sink;
beforeAll(async () => { first = await startTestService({ module: WebhooksModule, service: 'webhooks' }); });
afterAll(() => first.stop());
beforeEach(async () => { sink = await Sink.open(); });
afterEach(() => sink.close());

const eventIds = (): string[] => sink.received.map(({ body }) => (JSON.parse(body) as { id: string }).id);

async function allDelivered(service: TestService): Promise<DeliveryView[]> {
  for (const deadline = Date.now() + 60_000; ; ) {
    const { deliveries } = await service.requests.request(listDeliveries, { limit: 200 }, { tenantId });
    if (deliveries.length === WITHDRAWALS && deliveries.every(({ status }) => status === 'delivered')) return deliveries;
    if (Date.now() > deadline) throw new Error(JSON.stringify(deliveries.map(({ status, attempts }) => [status, attempts.length])));
  }
}

describe('a process that is killed while endpoints have not answered', () => {
  it('loses no event: another process sends what it had begun again, under the same event ids', async () => {
    await first.requests.request(subscribe, { id: 'sub_1', dialect: 'bultra', url: sink.url, events: ['WITHDRAWAL_REQUESTED'], secret: 'whsec' }, { tenantId });
    await first.stopOnly();
    sink.answer(() => undefined);
    const killed = spawnService(main, { SLUICE_NAMESPACE: first.namespace });
    for (let n = 0; n < WITHDRAWALS; n += 1) {
      await first.publish(recordChange, { ...recordChange.sample, withdrawalId: newId(), dialectId: `wth_${n}`, at: new Date().toISOString() }, { tenantId });
    }
    await sink.call(TRIES_AT_ONCE);
    const gone = once(killed, 'exit');
    killed.kill('SIGKILL');
    await gone;
    const begun = eventIds();
    sink.answer(200);

    const second = await startTestService({ module: WebhooksModule, service: 'webhooks', namespace: first.namespace });
    await allDelivered(second);
    const { events } = await second.requests.request(listEvents, { limit: 200 }, { tenantId });
    expect(events).toHaveLength(WITHDRAWALS);
    expect(new Set(eventIds())).toEqual(new Set(events.map(({ id }) => `evt_${id}`)));
    expect(begun.every((id) => eventIds().filter((each) => each === id).length === 2)).toBe(true);
    expect(sink.received).toHaveLength(WITHDRAWALS + begun.length);
    await second.stopOnly();
    await second.probe.close();
  });
});
