import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../infra/state/ports.ts';
import { until } from '../client/index.ts';
import { Balancer } from './balancer.ts';
import { addressOf } from './plan.ts';

interface Instance {
  readonly server: Server;
  readonly port: number;
  isReady: boolean;
}

const instances: Instance[] = [];
const balancers: Balancer[] = [];

/** Says its own number, and that it is ready as long as it is. `/hangs` is never answered. */
async function instance(): Promise<Instance> {
  const server = createServer((request, response) => {
    if (request.url === '/hangs') return;
    response.statusCode = request.url === '/health/ready' && !self.isReady ? 503 : 200;
    response.end(String(self.port));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self: Instance = { server, port: (server.address() as AddressInfo).port, isReady: true };
  instances.push(self);
  return self;
}

async function before(...targets: readonly Instance[]): Promise<string> {
  const port = await freePort(new Set());
  const balancer = new Balancer({ port, targets: targets.map(({ port: own }) => ({ port: own, health: own })) });
  balancers.push(balancer);
  await balancer.listen();
  return addressOf(port);
}

/** A connection for each request, as from so many clients. */
const asked = async (url: string): Promise<number> => Number(await (await fetch(url, { headers: { connection: 'close' } })).text());

const askedTenTimes = async (url: string): Promise<Set<number>> => {
  const answers = new Set<number>();
  for (let time = 0; time < 10; time += 1) answers.add(await asked(url));
  return answers;
};

afterEach(() => {
  for (const balancer of balancers.splice(0)) balancer.close();
  for (const { server } of instances.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('a balancer before two instances', () => {
  it('passes on to both', async () => {
    const [one, other] = [await instance(), await instance()];
    const url = await before(one, other);
    const both = await until('both have answered', () => askedTenTimes(url), ({ size }) => size === 2);
    expect(both).toEqual(new Set([one.port, other.port]));
  });

  it('passes on to the one that is ready', async () => {
    const [one, other] = [await instance(), await instance()];
    other.isReady = false;
    const url = await before(one, other);
    const answers = await until('only one answers', () => askedTenTimes(url), (seen) => seen.size === 1);
    expect(answers).toEqual(new Set([one.port]));
  });

  it('lets nobody wait for one that is no longer ready', async () => {
    const one = await instance();
    const url = await before(one);
    await until('it answers', () => asked(url), (port) => port === one.port);
    const hanging = fetch(`${url}/hangs`);
    await once(one.server, 'request');
    one.isReady = false;
    await expect(hanging).rejects.toThrow();
  });

  it('passes on all the same when none is ready, which then says so itself', async () => {
    const one = await instance();
    one.isReady = false;
    const url = await before(one);
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
  });
});
