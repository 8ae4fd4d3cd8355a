import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Infrastructure } from '../../infra/index.ts';
import type { Begin } from '../../load/load.ts';

const ROLES = 5;

type Word = { readonly ready: true } | { readonly ended: string };

/** The five plain processes, and a way to carry a withdrawal through them. */
export interface Floor {
  readonly processes: Readonly<Record<string, { pid: number }>>;
  readonly begin: Begin;
  close(): Promise<void>;
}

export async function startFloor({ mongodbUri, amqpUrl }: Pick<Infrastructure, 'mongodbUri' | 'amqpUrl'>): Promise<Floor> {
  const NAMESPACE = `floor-${randomUUID().slice(0, 6)}`;
  const waiting = new Map<string, () => void>();
  const start = async (role: number): Promise<ChildProcess> => {
    const env = { ...process.env, MONGODB_URI: mongodbUri, AMQP_URL: amqpUrl, NAMESPACE, ROLE: String(role) };
    const child = fork(join(import.meta.dirname, 'floor-process.ts'), { env, execArgv: ['--disable-warning=ExperimentalWarning'] });
    const ready = once(child, 'message');
    await Promise.race([ready, once(child, 'exit').then(() => Promise.reject(new Error(`Process ${role} of the floor ended while starting.`)))]);
    child.on('message', (word: Word) => {
      if ('ended' in word) waiting.get(word.ended)?.();
    });
    return child;
  };
  const children = await Promise.all(Array.from({ length: ROLES }, (_, role) => start(role)));
  return {
    processes: Object.fromEntries(children.map(({ pid = 0 }, role) => [`floor-${role}`, { pid }])),
    async begin() {
      const id = randomUUID();
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      waiting.set(id, () => {
        waiting.delete(id);
        resolve();
      });
      children[0]?.send({ begin: [id] });
      return { acknowledgedMs: [], refused: 0, ended };
    },
    async close() {
      await Promise.all(children.map(async (child) => {
        if (child.exitCode !== null) return;
        const exited = once(child, 'exit');
        child.disconnect();
        await exited;
      }));
    },
  };
}
