import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { infrastructure } from '@sluice/builders';

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The parcels service as a process of its own. */
export function spawnParcels(environment: Record<string, string>): ChildProcess {
  const { mongodbUri, amqpUrl } = infrastructure();
  const flags = ['--no-warnings', '--conditions=@sluice/source', '--import', pathOf('./register-typescript.mjs')];
  const env = { PATH: process.env['PATH'] ?? '', MONGODB_URI: mongodbUri, AMQP_URL: amqpUrl, SLUICE_SANDBOX: 'true', LOG_LEVEL: 'silent', PORT: '0', ...environment };
  return spawn(process.execPath, [...flags, pathOf('./parcels.main.ts')], { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Starts the service again whenever it dies, as an orchestrator does. Resolves, once stopped, with how often it was started. */
export function keepAlive(environment: Record<string, string>): { starts: () => number; stop: () => Promise<void> } {
  let starts = 0;
  let stopped = false;
  let child: ChildProcess;
  const start = (): void => {
    starts += 1;
    child = spawnParcels(environment);
    child.once('exit', () => {
      if (!stopped) start();
    });
  };
  start();
  const stop = async (): Promise<void> => {
    stopped = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };
  return { starts: () => starts, stop };
}
