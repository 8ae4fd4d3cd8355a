import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Line } from './line.ts';

const lines: Line[] = [];
const servers: Server[] = [];
const clients: Socket[] = [];

/** Answers each piece with its own name in front. */
async function server(name: string): Promise<number> {
  const listening = createServer((socket) => {
    socket.on('data', (piece) => socket.write(`${name}:${piece.toString()}`));
    socket.on('error', () => socket.destroy());
  });
  servers.push(listening);
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return (listening.address() as AddressInfo).port;
}

async function line(...targets: number[]): Promise<Line> {
  const made = await Line.to(targets);
  lines.push(made);
  return made;
}

function client({ port }: Line): Socket {
  const socket = connect(port, '127.0.0.1');
  clients.push(socket);
  return socket;
}

const answerTo = async (socket: Socket, text: string): Promise<string> => {
  socket.write(text);
  const [piece] = (await once(socket, 'data')) as [Buffer];
  return piece.toString();
};

afterEach(async () => {
  for (const socket of clients.splice(0)) socket.destroy();
  await Promise.all(lines.splice(0).map((made) => made.close()));
  for (const listening of servers.splice(0)) listening.close();
});

describe('a line to a server', () => {
  it('carries what is said, both ways', async () => {
    expect(await answerTo(client(await line(await server('one'))), 'hello')).toBe('one:hello');
  });

  it('takes the next server when one takes no connections', async () => {
    const [gone, there] = [await server('gone'), await server('there')];
    servers[0]?.close();
    const made = await line(gone, there);
    expect([await answerTo(client(made), 'a'), await answerTo(client(made), 'b')]).toEqual(['there:a', 'there:b']);
  });

  it('that is cut ends its connections and takes none until it is mended', async () => {
    const made = await line(await server('one'));
    const before = client(made);
    await answerTo(before, 'hello');
    made.cut();
    await once(before, 'close');
    await once(client(made), 'close');
    made.mend();
    expect(await answerTo(client(made), 'again')).toBe('one:again');
  });

  it('that falls silent keeps what is said, and delivers it when it is mended', async () => {
    const made = await line(await server('one'));
    const socket = client(made);
    await answerTo(socket, 'hello');
    made.fallSilent();
    const answers: string[] = [];
    socket.on('data', (piece: Buffer) => answers.push(piece.toString()));
    socket.write('while silent');
    const other = client(await line(await server('two')));
    await answerTo(other, 'something that takes as long');
    expect(answers).toEqual([]);
    const answered = once(socket, 'data');
    made.mend();
    await answered;
    expect(answers).toEqual(['one:while silent']);
  });

  it('that is slow delivers late, and in order', async () => {
    const made = await line(await server('one'));
    made.slowDown(50);
    const beganAt = performance.now();
    expect(await answerTo(client(made), 'hello')).toBe('one:hello');
    expect(performance.now() - beganAt).toBeGreaterThan(90);
  });
});
