import type { Load, Measured } from './carry.ts';
import { quantile } from './quantiles.ts';

export interface Figures extends Measured {
  readonly startUpSeconds: number;
  /** Milliseconds per process over the whole measurement. */
  readonly processorMs: Readonly<Record<string, number>>;
}

/** What `npm run bench` prints at its end. */
export function report(load: Load, { startUpSeconds, seconds, latenciesMs, processorMs }: Figures): string {
  const ms = (share: number) => `${Math.round(quantile(latenciesMs, share))} ms`;
  const each = (total: number) => (total / latenciesMs.length).toFixed(1);
  const processes = Object.entries(processorMs).sort(([, one], [, other]) => other - one);
  return [
    '',
    `start-up of the whole stack        ${startUpSeconds.toFixed(1)} s`,
    `withdrawals, ${load.concurrency} at a time          ${latenciesMs.length} in ${seconds.toFixed(1)} s: ${(latenciesMs.length / seconds).toFixed(1)} a second`,
    `acceptance to EXECUTED             median ${ms(0.5)}, p95 ${ms(0.95)}, slowest ${ms(1)}`,
    `processor time of one withdrawal   ${each(processes.reduce((sum, [, used]) => sum + used, 0))} ms: ${processes.map(([name, used]) => `${name} ${each(used)}`).join(', ')}`,
    '',
  ].join('\n');
}
