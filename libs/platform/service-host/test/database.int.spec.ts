import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import { BrokerProxy, infrastructure, spawnService, startTestService, terminate, until, type TestService } from '@sluice/builders';
import type { Connection } from 'mongoose';
import { DatabaseLimits } from '../src/database/database.ts';
import { greet, greeted, GreeterModule, Guests } from './greeter.ts';

const MAIN = new URL('./greeter.main.ts', import.meta.url);
const PATIENT = { answerWithinMs: 500, connectWithinMs: 5_000, reconnectAfterMs: 300, endAfterMs: 300_000 };
const HASTY = { answerWithinMs: 500, connectWithinMs: 500, reconnectAfterMs: 100, endAfterMs: 1_000 };
/** In the same process; `database-kills.int.spec.ts` kills the database of a process of its own. */
const LOSSES = 20;

describe('a database that goes away', () => {
  const proxies: BrokerProxy[] = [];
  const services: TestService[] = [];
  let ends: string[] = [];
  afterEach(async () => {
    for (const proxy of proxies) proxy.refuse(false);
    await Promise.all(services.splice(0).map((service) => service.stop()));
    await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
  });

  const startProxy = async (): Promise<BrokerProxy> => {
    const proxy = await BrokerProxy.start(new URL(infrastructure().mongodbUri));
    proxies.push(proxy);
    return proxy;
  };
  const addressOf = (proxy: BrokerProxy): string => `mongodb://${new URL(proxy.url).host}/?directConnection=true&minHeartbeatFrequencyMS=50`;
  const start = async (proxy: BrokerProxy, limits: Omit<DatabaseLimits, 'end'>): Promise<TestService> => {
    ends = [];
    const overrides = [[DatabaseLimits, { ...limits, end: (reason: string) => void ends.push(reason) }]] as const;
    const service = await startTestService({ module: GreeterModule, service: 'greeter', mongodbUri: addressOf(proxy), overrides, retryDelaysMs: Array.from({ length: 1_000 }, () => 50) });
    services.push(service);
    return service;
  };
  const statusOf = async ({ url }: TestService, probe: 'live' | 'ready'): Promise<number> => (await fetch(`${url}/health/${probe}`)).status;
  const isReady = (service: TestService, ready: boolean) => until(ready ? 'it is ready' : 'it is not ready', async () => (await statusOf(service, 'ready')) === (ready ? 200 : 503));
  const clientOf = ({ app }: TestService) => app.get<Connection>(getConnectionToken()).getClient();

  /** The driver's client is of no use any more, whatever it did to come to that; until there is another. */
  const exchanged = async (service: TestService): Promise<void> => {
    const before = clientOf(service);
    await before.close();
    await isReady(service, false);
    await until('there is a new connection', () => clientOf(service) !== before);
    await isReady(service, true);
  };

  it('and leaves a client that reaches nothing any more is reached by another', async () => {
    const proxy = await startProxy();
    const service = await start(proxy, PATIENT);
    await exchanged(service);
    await service.publish(greet, { name: 'Ada' });
    expect((await service.next(greeted)).type).toBe('greeter.guest-greeted');
  });

  it('keeps what its models are asked on the new connection in the database of the service', async () => {
    const proxy = await startProxy();
    const service = await start(proxy, PATIENT);
    const guests = service.app.get(Guests);
    await guests.change('ada', { id: 'c-1', tenantId: 'acme' }, () => ({ state: { name: 'Ada' } }));
    await exchanged(service);
    expect((await guests.find('ada'))?.state).toEqual({ name: 'Ada' });
    expect(service.app.get<Connection>(getConnectionToken()).db?.databaseName).toBe(`${service.namespace}_greeter`);
  });

  it('comes back again and again under load, and nothing is lost', async () => {
    const proxy = await startProxy();
    const service = await start(proxy, PATIENT);
    const names: string[] = [];
    const load = setInterval(() => {
      names.push(`guest-${names.length}`);
      service.publish(greet, { name: names.at(-1) ?? '' }).catch((error: Error) => ends.push(error.message));
    }, 20);
    for (let loss = 0; loss < LOSSES; loss += 1) {
      if (loss % 5 === 4) {
        await exchanged(service);
        continue;
      }
      const before = proxy.refused;
      proxy.refuse(true);
      proxy.cut();
      await until('it was missed', () => proxy.refused > before);
      proxy.refuse(false);
      await isReady(service, true);
    }
    clearInterval(load);
    const { collection } = service.app.get(Guests).model;
    await until('everybody was greeted', async () => (await collection.countDocuments()) === names.length);
    expect(ends).toEqual([]);
  });

  it('ends no process for as long as it takes no connections', async () => {
    const proxy = await startProxy();
    const service = await start(proxy, HASTY);
    const began = Date.now();
    proxy.refuse(true);
    proxy.cut();
    await isReady(service, false);
    await until('it has been away for longer than it may be of no use', () => Date.now() - began > 3 * HASTY.endAfterMs);
    expect(await statusOf(service, 'live')).toBe(200);
    proxy.refuse(false);
    await isReady(service, true);
  });

  const answerless = async (): Promise<BrokerProxy> => {
    const proxy = await startProxy();
    proxy.loseAnswers(true);
    return proxy;
  };

  it('but takes connections ends the process, and liveness says so before', async () => {
    const proxy = await startProxy();
    const service = await start(proxy, HASTY);
    proxy.loseAnswers(true);
    proxy.cut();
    await isReady(service, false);
    await until('liveness says so', async () => (await statusOf(service, 'live')) === 503);
    expect(await (await fetch(`${service.url}/health/live`)).json()).toMatchObject({ status: 'stuck', reason: expect.stringContaining('takes connections') });
    await until('it ends', () => ends.length > 0);
    expect(ends[0]).toMatch(/^greeter ends: The database takes connections/);
    proxy.loseAnswers(false);
    proxy.cut();
    await isReady(service, true);
    expect(await statusOf(service, 'live')).toBe(200);
  });

  it('and ends the process leaves the reason in the log and on standard error', async () => {
    const proxy = await answerless();
    const child = spawnService(MAIN, { MONGODB_URI: addressOf(proxy), DATABASE_END_AFTER_SECONDS: '1', LOG_LEVEL: 'info' });
    const [said, logged] = await Promise.all([text(child.stderr ?? Readable.from([])), text(child.stdout ?? Readable.from([])), once(child, 'exit')]);
    expect([child.exitCode, said]).toEqual([1, expect.stringContaining('greeter ends: The database takes connections')]);
    expect(logged).toContain('greeter ends: The database takes connections');
  });

  it('before the start is waited for by a process that is alive, and says so once', async () => {
    const proxy = await startProxy();
    proxy.refuse(true);
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const child = spawnService(MAIN, { MONGODB_URI: addressOf(proxy), AMQP_URL: infrastructure().amqpUrl, SLUICE_NAMESPACE: 'late-database', PORT: String(port), LOG_LEVEL: 'info' });
    let logged = '';
    child.stdout?.on('data', (chunk: Buffer) => (logged += chunk.toString()));
    const probe = (path: string): Promise<number> => fetch(`http://127.0.0.1:${port}/health/${path}`).then(({ status }) => status, () => 0);
    await until('it is alive', async () => (await probe('live')) === 200);
    await until('it says what it waits for', () => logged.includes('Waiting for the database'));
    const before = proxy.refused;
    await until('it has tried again', () => proxy.refused > before + 3);
    expect([await probe('ready'), logged.match(/Waiting for the database/g)?.length]).toEqual([503, 1]);
    proxy.refuse(false);
    await until('it is ready', async () => (await probe('ready')) === 200);
    expect(await terminate(child)).toBe(0);
  });
});
