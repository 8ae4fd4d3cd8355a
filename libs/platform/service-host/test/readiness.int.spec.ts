import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerProxy, startTestService, until, type TestService } from '@sluice/builders';
import { GreeterModule, Guests } from './greeter.ts';

describe('readiness', () => {
  let proxy: BrokerProxy;
  let service: TestService;

  beforeAll(async () => {
    proxy = await BrokerProxy.start();
    service = await startTestService({ module: GreeterModule, service: 'greeter', amqpUrl: proxy.url });
  });
  afterAll(async () => {
    await service.stop();
    await proxy.stop();
  });

  const statusOf = async (path: string): Promise<number> => (await fetch(`${service.url}${path}`)).status;

  it('is there when database and broker are, and indexes with it', async () => {
    expect(await (await fetch(`${service.url}/health/ready`)).json()).toEqual({ status: 'ready', service: 'running', database: 'reachable', broker: 'open' });
    const indexes = await service.app.get(Guests).model.collection.indexes();
    expect(indexes.map(({ key }) => Object.keys(key).join())).toEqual(expect.arrayContaining(['dueAt', 'outbox.at', 'tenantId,name']));
  });

  it('is gone within moments of losing the broker, and comes back with it', async () => {
    proxy.refuse(true);
    proxy.cut();
    await until('it is not ready', async () => (await statusOf('/health/ready')) === 503);
    expect(await statusOf('/health/live')).toBe(200);
    proxy.refuse(false);
    await until('it is ready again', async () => (await statusOf('/health/ready')) === 200);
  });

  it('says why it is gone, in words an operator can use', async () => {
    proxy.block('no memory');
    await until('it is not ready', async () => (await statusOf('/health/ready')) === 503);
    expect(await (await fetch(`${service.url}/health/ready`)).json()).toMatchObject({ status: 'not ready', broker: 'blocked', database: 'reachable' });
    proxy.unblock();
    await until('it is ready again', async () => (await statusOf('/health/ready')) === 200);
  });

  it('does not stop the metrics from being read', async () => {
    const response = await fetch(`${service.url}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain('sluice_broker_connected{service="greeter"} 1');
    expect(text).toContain(`sluice_build_info{service="greeter",version="unknown",node="${process.version}"} 1`);
    expect(text).toContain('sluice_dead_letters_lying{service="greeter"} 0');
  });

  it('counts requests by their route; what has none stands under no word of a stranger', async () => {
    await Promise.all(['/slow', '/a-strangers-word'].map((path) => fetch(`${service.url}${path}`)));
    const counted = async () => (await (await fetch(`${service.url}/metrics`)).text()).split('\n').filter((line) => line.startsWith('sluice_http_request_seconds_count'));
    await until('both are counted', async () => (await counted()).length === 2);
    expect((await counted()).sort()).toEqual([
      'sluice_http_request_seconds_count{service="greeter",method="GET",dialect="none",route="none",status="404"} 1',
      'sluice_http_request_seconds_count{service="greeter",method="GET",dialect="slow",route="/slow",status="200"} 1',
    ]);
  });
});

describe('a database that cannot be reached', () => {
  it('makes the service unready', async () => {
    const proxy = await BrokerProxy.start(new URL(process.env['MONGODB_URI'] ?? ''));
    const service = await startTestService({ module: GreeterModule, service: 'greeter', mongodbUri: `mongodb://${new URL(proxy.url).host}/?directConnection=true` });
    proxy.refuse(true);
    proxy.cut();
    await until('it is not ready', async () => (await fetch(`${service.url}/health/ready`)).status === 503);
    proxy.refuse(false);
    await until('it is ready again', async () => (await fetch(`${service.url}/health/ready`)).status === 200);
    await service.stop();
    await proxy.stop();
  });
});
