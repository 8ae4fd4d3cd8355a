import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { infrastructure } from './infrastructure.js';

const REGISTER_TYPESCRIPT = fileURLToPath(new URL('../register-typescript.mjs', import.meta.url));

/** Starts a service's `main.ts` as a process of its own, from source. What is not told comes from the tests' infrastructure; `words` follow the file's name. */
export function spawnService(main: URL, environment: Readonly<Record<string, string | undefined>> = {}, loadedBefore: readonly string[] = [], words: readonly string[] = []): ChildProcess {
  const { mongodbUri, amqpUrl } = infrastructure();
  const imports = [REGISTER_TYPESCRIPT, ...loadedBefore].flatMap((module) => ['--import', module]);
  const flags = ['--no-warnings', '--conditions=@sluice/source', ...imports];
  // By the first, whoever runs the tests finds what a killed run left behind.
  const inherited = Object.fromEntries(['SLUICE_OWNER', 'NODE_COMPILE_CACHE'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  const env = { PATH: process.env['PATH'] ?? '', ...inherited, MONGODB_URI: mongodbUri, AMQP_URL: amqpUrl, SLUICE_SANDBOX: 'true', LOG_LEVEL: 'silent', PORT: '0', ...environment };
  return spawn(process.execPath, [...flags, fileURLToPath(main), ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Sends SIGTERM and resolves with the exit code, or the signal's name when the process did not stop by itself. */
export async function terminate(child: ChildProcess): Promise<number | string> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  return child.exitCode ?? child.signalCode ?? 'unknown';
}

/** Starts the service again whenever it dies, as an orchestrator does. */
export function keepAlive(main: URL, environment: Record<string, string>): { starts: () => number; stop: () => Promise<void> } {
  let starts = 0;
  let stopped = false;
  let child: ChildProcess;
  const start = (): void => {
    starts += 1;
    child = spawnService(main, environment);
    child.once('exit', () => {
      if (!stopped) start();
    });
  };
  start();
  const stop = async (): Promise<void> => {
    stopped = true;
    await terminate(child);
  };
  return { starts: () => starts, stop };
}
