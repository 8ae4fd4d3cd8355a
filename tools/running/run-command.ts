import { reasonOf } from '../infra/setup-error.ts';
import { stopLaunching } from '../infra/system/launch.ts';

/** Work that does not notice an interrupt in this time is left as it is; the clean-up follows all the same. */
const SETTLE_WITHIN_MS = 15_000;

export interface Command {
  /** Aborted by Ctrl-C, SIGTERM, and when whoever started the command is gone. */
  readonly signal: AbortSignal;
  /** Done when the command ends, however it ends; the last one registered first. */
  atEnd(cleanUp: () => Promise<void>): void;
}

/** The exit code says no, and everything there is to say has been printed. */
export class ReportedFailure extends Error {
  readonly exitCode: number;

  constructor(exitCode = 1) {
    super();
    this.exitCode = exitCode;
  }
}

class Interrupted extends Error {
  constructor() {
    super('Interrupted; whatever was started is being stopped.');
  }
}

/** Runs one command to its end: a failure becomes one sentence and exit code 1, or what was reported, and what it registered is cleaned up first. */
export async function runCommand(work: (command: Command) => Promise<void>): Promise<never> {
  const interrupt = interruptSignal();
  const cleanUps: (() => Promise<void>)[] = [];
  const command: Command = { signal: interrupt, atEnd: (cleanUp) => void cleanUps.push(cleanUp) };
  let code = await succeeds(() => Promise.race([work(command), lateAfter(interrupt)]));
  stopLaunching();
  for (const cleanUp of cleanUps.reverse()) code = Math.max(code, await succeeds(cleanUp));
  process.exit(code);
}

async function succeeds(work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    tell(error);
    return error instanceof ReportedFailure ? error.exitCode : 1;
  }
}

function tell(error: unknown): void {
  if (error instanceof ReportedFailure) return;
  const stack = process.env['SLUICE_DEBUG'] === '1' && error instanceof Error ? error.stack : undefined;
  process.stderr.write(`${stack ?? reasonOf(error)}\n`);
}

function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new Interrupted());
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, abort);
  process.on('disconnect', abort);
  process.channel?.unref();
  // Whoever read our output may be gone before us; that is no reason to leave processes behind.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', abort);
  return controller.signal;
}

function lateAfter(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => setTimeout(() => reject(signal.reason as Error), SETTLE_WITHIN_MS).unref(), { once: true });
  });
}
