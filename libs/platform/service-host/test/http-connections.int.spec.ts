import { Agent, createServer, request, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpConnections } from '@sluice/service-host';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function listening(listener: RequestListener): Promise<{ server: Server; connections: HttpConnections; port: number }> {
  const server = createServer(listener);
  const connections = new HttpConnections(server, 75_000);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { server, connections, port: (server.address() as AddressInfo).port };
}

function agent(): Agent {
  const made = new Agent({ keepAlive: true, maxSockets: 1 });
  open.push(() => made.destroy());
  return made;
}

/** What an answer said of its connection. */
const send = (port: number, by: Agent): Promise<IncomingHttpHeaders> => new Promise((resolve, reject) => {
  const sent = request({ host: '127.0.0.1', port, agent: by }, (answer) => answer.resume().on('end', () => resolve(answer.headers)));
  sent.on('error', reject);
  sent.end();
});

/** Waits until a request is in hand, and answers it when told. */
function slow(): { listener: RequestListener; inHand: Promise<void>; answer: () => void } {
  const [begun, reported] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const listener: RequestListener = (_request, response) => {
    begun.resolve();
    reported.promise.then(() => response.end('done'), (error: Error) => response.destroy(error));
  };
  return { listener, inHand: begun.promise, answer: () => reported.resolve() };
}

describe('a connection that falls idle', () => {
  it('is kept for more than a minute, and its client is told so', async () => {
    const { port } = await listening((_request, response) => response.end());
    expect(await send(port, agent())).toMatchObject({ connection: 'keep-alive', 'keep-alive': 'timeout=75' });
  });
});

describe('a server that is told to stop', () => {
  it('answers what is in hand, and says that the connection ends', async () => {
    const { listener, inHand, answer } = slow();
    const { port, connections } = await listening(listener);
    const headers = send(port, agent());
    await inHand;
    const closed = connections.close();
    answer();
    expect((await headers)['connection']).toBe('close');
    await closed;
  });

  it('answers on connections that were open before, and says that they end', async () => {
    const { port, connections } = await listening((_request, response) => response.end());
    const client = agent();
    expect((await send(port, client))['connection']).toBe('keep-alive');
    connections.announceClosing();
    expect((await send(port, client))['connection']).toBe('close');
  });

  it('is closed when the last answer is given, and not before', async () => {
    const { listener, inHand, answer } = slow();
    const { port, connections } = await listening(listener);
    const headers = send(port, agent());
    await inHand;
    let isClosed = false;
    const closed = connections.close().then(() => (isClosed = true));
    await expect(send(port, agent())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(isClosed).toBe(false);
    answer();
    await headers;
    await closed;
  });

  it('does not wait for idle connections', async () => {
    const { port, connections } = await listening((_request, response) => response.end());
    await send(port, agent());
    await connections.close();
    await expect(send(port, agent())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
