import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerProbe, deleteBrokerObjects, infrastructure, spawnService, terminate, until } from '@sluice/builders';
import { createConnection } from 'mongoose';
import { greet } from './greeter.ts';

const MAIN = new URL('./greeter.main.ts', import.meta.url);

/** Below the range from which systems take ports for outgoing connections, so that none is snatched before the process listens. */
async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const server = createServer().listen(port);
  const isFree = await once(server, 'listening').then(() => true, () => false);
  if (!isFree) return freePort();
  server.close();
  await once(server, 'close');
  return port;
}

describe('a service whose environment is wrong', () => {
  const reported = async (environment: Record<string, string>): Promise<[number | null, string]> => {
    const child = spawnService(MAIN, environment);
    const [said] = await Promise.all([text(child.stderr ?? Readable.from([])), once(child, 'exit')]);
    return [child.exitCode, said];
  };

  it('says so in one sentence and exits', async () => {
    expect(await reported({ AMQP_URL: 'localhost:5672' })).toEqual([1, 'greeter cannot start: AMQP_URL must be an amqp:// address.\n']);
  });

  it('names everything that is wrong, and no values', async () => {
    const [, said] = await reported({ PORT: 'eighty', SLUICE_SANDBOX: 'maybe', MONGODB_URI: 'root:hunter2@db' });
    expect(said).toBe('greeter cannot start: PORT must be a port number, MONGODB_URI must be a mongodb:// address, SLUICE_SANDBOX must be true or false.\n');
  });
});

describe('a secret in a file', () => {
  it('is refused when the file cannot be read', async () => {
    const child = spawnService(MAIN, { AMQP_URL_FILE: '/nowhere/url', AMQP_URL: undefined });
    const [said] = await Promise.all([text(child.stderr ?? Readable.from([])), once(child, 'exit')]);
    expect([child.exitCode, said]).toEqual([1, 'greeter cannot start: AMQP_URL_FILE must be the path of a file that can be read (ENOENT).\n']);
  });
});

describe('a service that waits for its broker', () => {
  it('is alive and not ready meanwhile, says once what it waits for, and stops when told', async () => {
    const port = await freePort();
    let attempts = 0;
    const absent = createServer((socket) => {
      attempts += 1;
      socket.end();
    }).listen(0, '127.0.0.1');
    await once(absent, 'listening');
    const amqpUrl = `amqp://127.0.0.1:${(absent.address() as AddressInfo).port}`;
    const child = spawnService(MAIN, { PORT: String(port), AMQP_URL: amqpUrl, SLUICE_NAMESPACE: 'never-there', LOG_LEVEL: 'info' });
    const logged = text(child.stdout ?? Readable.from([]));
    const statusOf = (path: string): Promise<number> => fetch(`http://127.0.0.1:${port}${path}`).then(({ status }) => status, () => 0);
    await until('it is alive', async () => (await statusOf('/health/live')) === 200);
    await until('it has tried again and again', () => Promise.resolve(attempts > 3));
    expect(await statusOf('/health/ready')).toBe(503);
    expect(await terminate(child)).toBe(0);
    absent.close();
    expect((await logged).match(/Waiting for the broker/g)).toHaveLength(1);
  });
});

describe('a service that is to make indexes only', () => {
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  const broker = { AMQP_URL: 'amqp://127.0.0.1:1', SLUICE_NAMESPACE: namespace };

  it('makes them without a broker, as often as it is told, and ends', async () => {
    const connection = await createConnection(infrastructure().mongodbUri, { dbName: `${namespace}_greeter` }).asPromise();
    for (const _time of [1, 2]) {
      const child = spawnService(MAIN, broker, [], ['indexes']);
      await once(child, 'exit');
      expect(child.exitCode).toBe(0);
    }
    const indexes = await connection.collection('guests').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { tenantId: 1, name: 1 }, unique: true }));
    await connection.dropDatabase();
    await connection.close();
  });

  it('says what is wrong with its environment as at any start', async () => {
    const child = spawnService(MAIN, { ...broker, MONGODB_URI: 'db' }, [], ['indexes']);
    const [said] = await Promise.all([text(child.stderr ?? Readable.from([])), once(child, 'exit')]);
    expect([child.exitCode, said]).toEqual([1, 'greeter cannot start: MONGODB_URI must be a mongodb:// address.\n']);
  });
});

describe('a rejection that nobody awaits', () => {
  it('ends the process, and says why in the log and on standard error', async () => {
    const port = await freePort();
    const child = spawnService(MAIN, { PORT: String(port), AMQP_URL: 'amqp://127.0.0.1:1', SLUICE_NAMESPACE: 'never-there', LOG_LEVEL: 'info' });
    const read = (stream: Readable | null): Promise<string> => text(stream ?? Readable.from([]));
    const output = Promise.all([read(child.stdout), read(child.stderr), once(child, 'exit')]);
    await until('it is alive', () => fetch(`http://127.0.0.1:${port}/forgetful`).then(({ ok }) => ok, () => false));
    const [logged, said] = await output;
    expect(child.exitCode).toBe(1);
    for (const where of [logged, said]) expect(where).toContain('a rejection was awaited by nobody: Error: Nobody awaits this.');
  });
});

describe('a service in a process of its own', () => {
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  const { amqpUrl, mongodbUri } = infrastructure();
  let child: ChildProcess;
  let url: string;
  let management: string;
  let probe: BrokerProbe;
  let lines = '';

  beforeAll(async () => {
    const [port, managementPort] = [await freePort(), await freePort()];
    [url, management] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${managementPort}`];
    probe = await BrokerProbe.open(amqpUrl, namespace);
    child = spawnService(MAIN, { SLUICE_NAMESPACE: namespace, PORT: String(port), MANAGEMENT_PORT: String(managementPort), LOG_LEVEL: 'info', LAME_DUCK_MS: '3000' });
    child.stdout?.on('data', (chunk: Buffer) => (lines += chunk.toString()));
    await until('it is ready', () => fetch(`${management}/health/ready`).then(({ ok }) => ok, () => false));
  });
  afterAll(async () => {
    await terminate(child);
    await probe.close();
    await deleteBrokerObjects(amqpUrl, namespace, 'greeter', [1_000, 5_000, 30_000, 120_000, 600_000]);
    const connection = await createConnection(mongodbUri, { dbName: `${namespace}_greeter` }).asPromise();
    await connection.dropDatabase();
    await connection.close();
  });

  /** All but a last line that has come in part. */
  const logged = (message: string): Record<string, unknown>[] =>
    lines.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === message);
  const loggedWith = (message: string): Record<string, unknown> | undefined => logged(message)[0];

  it('logs JSON with the trace, tenant and withdrawal of the message, and no secrets', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await probe.send(greet, { name: 'Ada' }, { tenantId: 'globex', withdrawalId: 'w-9', traceparent });
    await until('the handler has logged', () => loggedWith('A guest came.') !== undefined);
    expect(loggedWith('A guest came.')).toMatchObject({
      service: 'greeter', tenantId: 'globex', withdrawalId: 'w-9', messageType: 'greeter.greet-guest', traceId: traceparent.slice(3, 35), password: '[secret]', nested: { token: '[secret]' },
    });
    expect(lines).not.toContain('open sesame');
  });

  it('has logged its configuration once, and no secret of it', () => {
    const [line, ...more] = logged('The configuration.');
    expect(line).toMatchObject({ configuration: { SLUICE_NAMESPACE: namespace, LAME_DUCK_MS: '3000', HTTP_KEEP_ALIVE_MS: '75000', MONGODB_URI: '***', AMQP_URL: '***' } });
    expect(more).toEqual([]);
    for (const secret of [mongodbUri, amqpUrl]) expect(JSON.stringify(line)).not.toContain(secret);
  });

  it('outlives work in the background that fails, and logs it once with its cause', async () => {
    expect(await (await fetch(`${url}/careful`)).text()).toBe('begun');
    const line = 'What nobody waits for failed: The database is away.';
    await until('it is logged', () => logged(line).length > 0);
    await (await fetch(`${url}/slow`)).text();
    expect([logged(line).length, logged(line)[0]?.['stack'] ?? logged(line)[0], child.exitCode]).toEqual([1, expect.anything(), null]);
  });

  it('answers the platform at a port of its own, and nobody else there', async () => {
    const statusesAt = (base: string) => Promise.all(['/health/live', '/health/ready', '/metrics', '/metrics?name[]=up', '/slow'].map(async (path) => (await fetch(`${base}${path}`)).status));
    expect(await statusesAt(management)).toEqual([200, 200, 200, 200, 404]);
    expect(await statusesAt(url)).toEqual([404, 404, 404, 404, 200]);
  });

  it('does not log probes and scrapes', async () => {
    await Promise.all(['/health/ready', '/metrics'].map((path) => fetch(`${management}${path}`)));
    await (await fetch(`${url}/slow`)).text();
    await until('the request is logged', () => loggedWith('request completed') !== undefined);
    expect(lines).not.toMatch(/"path":"\/(health|metrics)/);
    expect(loggedWith('request completed')).toMatchObject({ req: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown } });
  });

  it('is unready on SIGTERM and answers on for a while, answers whatever was begun by then, closes its port and exits with 0', async () => {
    const slow = () => fetch(`${url}/slow`).then(async (response) => [await response.text(), response.headers.get('connection')]);
    const before = logged('A slow guest came.').length;
    const begunBefore = slow();
    await until('the request is in hand', () => logged('A slow guest came.').length > before);
    const exit = terminate(child);
    await until('it says that it is unready', () => fetch(`${management}/health/ready`).then(({ status }) => status === 503));
    const begunMeanwhile = [slow(), slow(), slow()];
    expect(await Promise.all([begunBefore, ...begunMeanwhile])).toEqual(Array.from({ length: 4 }, () => ['at last', 'close']));
    const answers: number[] = [];
    for (let refused = false; !refused;) {
      await fetch(`${management}/health/ready`).then(({ status }) => answers.push(status), (error: Error) => {
        expect(error.cause).toMatchObject({ code: expect.stringMatching(/^(ECONN(REFUSED|RESET)|UND_ERR_SOCKET)$/) as unknown });
        refused = true;
      });
    }
    expect(new Set(answers)).toEqual(new Set([503]));
    expect(await exit).toBe(0);
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});
