import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerProbe, deleteBrokerObjects, infrastructure, spawnService, terminate } from '@sluice/builders';
import { createConnection } from 'mongoose';
import { z } from 'zod';
import { greet, greeted } from './greeter.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

const exportSchema = z.object({
  resourceSpans: z.array(z.object({
    resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) })) }),
    scopeSpans: z.array(z.object({ spans: z.array(z.object({ name: z.string(), traceId: z.string() })) })),
  })),
});

describe('a service with a collector for its spans', () => {
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  const { amqpUrl, mongodbUri } = infrastructure();
  const received: z.infer<typeof exportSchema>[] = [];
  let collector: Server;
  let probe: BrokerProbe;

  beforeAll(async () => {
    collector = createServer((request, response) => {
      json(request).then((body) => {
        received.push(exportSchema.parse(body));
        response.end('{}');
      }).catch((error: Error) => response.destroy(error));
    }).listen(0);
    await once(collector, 'listening');
    probe = await BrokerProbe.open(amqpUrl, namespace);
  });
  afterAll(async () => {
    collector.close();
    await probe.close();
    await deleteBrokerObjects(amqpUrl, namespace, 'greeter', [1_000, 5_000, 30_000, 120_000, 600_000]);
    const connection = await createConnection(mongodbUri, { dbName: `${namespace}_greeter` }).asPromise();
    await connection.dropDatabase();
    await connection.close();
  });

  it('has sent them off when it stops: under its name, in the trace of the message', async () => {
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const environment = { SLUICE_NAMESPACE: namespace, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_SERVICE_NAME: 'greeter' };
    const child = spawnService(new URL('./greeter.main.ts', import.meta.url), environment, ['@sluice/telemetry/register']);
    await handled();
    expect(await terminate(child)).toBe(0);
    const groups = received.flatMap(({ resourceSpans }) => resourceSpans);
    const names = groups.flatMap(({ resource }) => resource.attributes.filter(({ key }) => key === 'service.name').map(({ value }) => value.stringValue));
    const spans = groups.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)).filter(({ traceId }) => traceId === TRACE_ID);
    expect(new Set(names)).toEqual(new Set(['greeter']));
    expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['process greeter.greet-guest', 'publish greeter.guest-greeted']));
  });

  /** The queue is there once the process is up; until then a command is not kept for it. */
  async function handled(): Promise<void> {
    await probe.send(greet, { name: 'Ada' }, { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` });
    await probe.next(greeted, 500).catch(handled);
  }
});
