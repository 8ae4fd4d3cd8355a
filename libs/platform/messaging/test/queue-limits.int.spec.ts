import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { infrastructure, startTestService, until, type TestService } from '@sluice/builders';
import { connect } from 'amqplib';
import { countParcel, Parcels, ParcelsModule, parcelStored, storeParcel } from './parcels.ts';

const namespaceOf = (): string => `t-${randomBytes(4).toString('hex')}`;

describe('queues that an older version declared with other arguments', () => {
  const namespace = namespaceOf();
  let service: TestService;

  beforeAll(async () => {
    const connection = await connect(infrastructure().amqpUrl);
    const channel = await connection.createChannel();
    const failing = { 'x-queue-type': 'quorum', 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish', 'x-dead-letter-exchange': '' };
    const inbox = (limit: number) => ({ durable: true, arguments: { ...failing, 'x-delivery-limit': limit, 'x-dead-letter-routing-key': `${namespace}.parcels.dead` } });
    for (const kind of ['commands', 'events']) await channel.assertQueue(`${namespace}.parcels.${kind}`, inbox(5));
    await channel.assertQueue(`${namespace}.parcels.suspects`, inbox(3));
    await channel.assertQueue(`${namespace}.parcels.requests`, { durable: true, arguments: { 'x-queue-type': 'classic', 'x-message-ttl': 30_000 } });
    await connection.close();
    service = await startTestService({ module: ParcelsModule, service: 'parcels', namespace });
  });
  afterAll(() => service.stop());

  it('are consumed as they are', async () => {
    await service.publish(storeParcel, { parcelId: 'p' });
    expect((await service.next(parcelStored)).body.parcelId).toBe('p');
    expect(await service.requests.request(countParcel, { parcelId: 'p' }, { tenantId: 'acme' })).toEqual({ handled: 1 });
  });
});

describe('a limit of a queue', () => {
  const namespace = namespaceOf();
  const queue = `${namespace}.parcels.commands`;
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels', namespace });
    await service.stopOnly();
  });
  afterAll(async () => {
    await policy('DELETE');
    await service.stop();
  });

  async function management(path: string, method: string, body?: object): Promise<unknown> {
    const { username, password } = new URL(infrastructure().amqpUrl);
    const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`, 'content-type': 'application/json' };
    const response = await fetch(`${process.env['RABBITMQ_MANAGEMENT_URL']}/api/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response.status === 200 ? response.json() : undefined;
  }

  const policy = (method: 'PUT' | 'DELETE', definition?: object): Promise<unknown> =>
    management(`policies/%2F/${namespace}`, method, definition && { pattern: `^${namespace}\\.parcels\\.commands$`, 'apply-to': 'quorum_queues', priority: 10, definition });

  it('is the limit of a queue that lies on most nodes of a cluster, as all of a service\'s own do', async () => {
    const queues = (await management('queues/%2F', 'GET')) as { name: string; type: string; exclusive: boolean }[];
    const own = queues.filter(({ name, exclusive }) => name.startsWith(`${namespace}.parcels.`) && !exclusive);
    expect(own.map(({ name }) => name.split('.')[2])).toEqual(expect.arrayContaining(['commands', 'events', 'requests', 'suspects', 'dead']));
    expect(own.filter(({ type }) => type !== 'quorum')).toEqual([]);
  });

  let sent = 0;

  /** A publisher may be ahead of a queue's limit by some messages. */
  async function isFull(): Promise<boolean> {
    try {
      await service.publish(storeParcel, { parcelId: `p-${sent}` });
      sent += 1;
      return false;
    } catch {
      return true;
    }
  }

  it('is that of the installation where nothing else was said', async () => {
    await until('the policy is seen', async () => ((await management(`queues/%2F/${queue}`, 'GET')) as { policy?: string }).policy === 'sluice-inboxes');
  });

  it('can be changed while the queue is there, and holds at once', async () => {
    await policy('PUT', { 'max-length': 2 });
    await until('the queue is full', isFull);
    await policy('PUT', { 'max-length': 100 });
    await until('it takes more', async () => !(await isFull()));
  });

  it('is no matter to a service that starts, and nothing that the queue took is lost', async () => {
    const next = await startTestService({ module: ParcelsModule, service: 'parcels', namespace });
    await until('all are handled', async () => (await next.app.get(Parcels).model.countDocuments({}).exec()) === sent);
    await next.stopOnly();
    await next.probe.close();
  });
});
