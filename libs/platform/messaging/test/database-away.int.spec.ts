import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerProxy, infrastructure, startTestService, until, type TestService } from '@sluice/builders';
import { ServiceAway } from '@sluice/messaging';
import { MongoDeadLetters } from '@sluice/persistence';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { countParcel, Parcels, ParcelsModule, storeParcel } from './parcels.ts';

const PARCELS = 60;
const DELAYS_MS = [50, 100];

describe('a database that is away for longer than a message has attempts', () => {
  let proxy: BrokerProxy;
  let service: TestService;
  let broker: ChannelModel;
  let channel: Channel;

  beforeAll(async () => {
    proxy = await BrokerProxy.start(new URL(infrastructure().mongodbUri));
    service = await startTestService({ module: ParcelsModule, service: 'parcels', mongodbUri: `mongodb://${new URL(proxy.url).host}/?directConnection=true`, retryDelaysMs: DELAYS_MS });
    broker = await connect(infrastructure().amqpUrl);
    channel = await broker.createChannel();
  });
  afterAll(async () => {
    proxy.refuse(false);
    await service.stop();
    await broker.close();
    await proxy.stop();
  });

  const queue = (): Promise<{ messageCount: number; consumerCount: number }> => channel.checkQueue(`${service.namespace}.parcels.commands`);
  const goAway = async (): Promise<void> => {
    proxy.refuse(true);
    proxy.cut();
    await until('the service is not ready', async () => (await fetch(`${service.url}/health/ready`)).status === 503);
  };
  const comeBack = async (): Promise<void> => {
    proxy.refuse(false);
    await until('the service is ready', async () => (await fetch(`${service.url}/health/ready`)).status === 200);
  };

  it('spends no message: consumption pauses, and all are handled when it is back', async () => {
    const stored = service.app.get(Parcels).model.collection;
    await service.publish(storeParcel, { parcelId: 'before' });
    await until('the first is stored', async () => (await stored.countDocuments()) === 1);
    proxy.refuse(true);
    proxy.cut();
    await Promise.all(Array.from({ length: PARCELS }, (_, index) => service.publish(storeParcel, { parcelId: `p-${index}` })));
    await until('all lie in their queue, and nobody takes them', async () => {
      const { messageCount, consumerCount } = await queue();
      return messageCount === PARCELS && consumerCount === 0;
    });
    await comeBack();
    await until('all are stored', async () => (await stored.countDocuments()) === PARCELS + 1);
    expect(await service.app.get(MongoDeadLetters).collection.countDocuments()).toBe(0);
  });

  it('has requests answered at once, with word that the service is away', async () => {
    await goAway();
    const asked = service.requests.request(countParcel, { parcelId: 'p-0' }, { tenantId: 'acme' });
    await expect(asked).rejects.toThrow(ServiceAway);
    await comeBack();
    await expect(service.requests.request(countParcel, { parcelId: 'p-0' }, { tenantId: 'acme' })).resolves.toEqual({ handled: 1 });
  });

  it('leaves nothing behind in the delay queues', async () => {
    const waiting = await Promise.all(DELAYS_MS.map((delayMs) => channel.checkQueue(`${service.namespace}.parcels.delay.${delayMs}`)));
    expect(waiting.map(({ messageCount }) => messageCount)).toEqual([0, 0]);
  });
});
