import { connect } from 'node:net';

const WAIT_LIMIT_MS = 2000;

/** What a client of AMQP 0-9-1 says first. */
const PROTOCOL_HEADER = Buffer.from('AMQP\0\0\x09\x01', 'latin1');

/** Whether a broker greets a client there: a listening port alone may still be starting. */
export function amqpAnswers(port: number): Promise<boolean> {
  return exchange(port, PROTOCOL_HEADER);
}

export function portIsOpen(port: number): Promise<boolean> {
  return exchange(port, undefined);
}

/** Whether anything speaks HTTP there, be it to ask for a password. */
export function httpAnswers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/api/overview`, { signal: AbortSignal.timeout(WAIT_LIMIT_MS) }).then(
    async (response) => (await response.arrayBuffer(), response.status < 500),
    () => false,
  );
}

/** Whether so many nodes run as one broker. */
export async function nodesTogether(managementUrl: string, count: number): Promise<boolean> {
  const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` };
  try {
    const response = await fetch(`${managementUrl}/api/nodes`, { headers, signal: AbortSignal.timeout(WAIT_LIMIT_MS) });
    const nodes = (await response.json()) as { running?: boolean }[];
    return response.ok && nodes.filter(({ running }) => running === true).length === count;
  } catch {
    return false; // It does not answer yet.
  }
}

/** Connects; says something if there is something to say, and then expects an answer. */
function exchange(port: number, greeting: Buffer | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(WAIT_LIMIT_MS, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    socket.once('connect', () => (greeting ? socket.write(greeting) : settle(true)));
    socket.once('data', () => settle(true));
  });
}
