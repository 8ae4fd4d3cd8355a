import { Agent, createServer, request, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
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

/** Sends all of its bytes before it reads any of the answer. */
async function answerAfterAll(port: number, body: Buffer, headers: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' }).pause();
  open.push(() => socket.destroy());
  const sent = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.write(`POST / HTTP/1.1\r\nHost: here\r\nContent-Length: ${body.length}\r\n${headers}\r\n`);
    socket.write(body, () => resolve());
  });
  await sent;
  return text(socket);
}

describe('a request that is answered before it was read', () => {
  const refuse: RequestListener = (_request, response) => response.writeHead(413).end('too much');
  const body = Buffer.alloc(8 * 1024 * 1024, 'x');

  it.each(['Connection: close\r\n', ''])('is read to its end before the connection is closed, with %j', async (header) => {
    const closing: RequestListener = (request, response) => refuse(request, header === '' ? response.setHeader('Connection', 'close') : response);
    const { port } = await listening(closing);
    expect(await answerAfterAll(port, body, header)).toMatch(/^HTTP\/1.1 413 [\s\S]*too much/);
  });

  it('holds a server that stops no longer than its sender sends', async () => {
    const { port, connections } = await listening(refuse);
    const answer = answerAfterAll(port, body, 'Connection: close\r\n');
    expect(await answer).toContain('413');
    await connections.close();
  });

  it('is cut off where its sender goes away in the middle', async () => {
    const { port, connections } = await listening(refuse);
    const socket = connect({ port, host: '127.0.0.1' });
    socket.write(`POST / HTTP/1.1\r\nHost: here\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\nsome of it`);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await connections.close();
  });
});
