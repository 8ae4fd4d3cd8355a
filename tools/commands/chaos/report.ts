import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { countsOf, wrongsOf } from '../../load/outcome.ts';
import type { Asked } from './asked.ts';
import type { Recovery, Verdict } from './verdict.ts';

export interface Report extends Verdict {
  readonly asked: Asked;
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly refusedForNow: number;
  /** From the first request to the end, over all withdrawals. */
  readonly tookSeconds: { readonly p50: number; readonly p99: number };
}

const seconds = (value: number | null): string => (value === null ? 'never' : value.toFixed(1));

const cells = (values: readonly string[]): string => values.map((value, index) => (index < 2 ? value.padEnd([48, 20][index] ?? 0) : value.padStart(9))).join('');

const rowOf = ({ kind, target, beganAt, endedAt, firstSeconds, limitSeconds, allSeconds }: Recovery): string =>
  cells([kind, target, ...[beganAt / 1_000, (endedAt - beganAt) / 1_000, firstSeconds, limitSeconds, allSeconds].map(seconds)]);

/** The verdict for people: what went wrong by name, each fault in seconds, and the counts last. */
export function tableOf(report: Report): string {
  const { asked, faults, holds } = report;
  return [
    cells(['fault', 'target', 'began', 'lasted', 'next end', 'within', 'all ends']),
    ...faults.map(rowOf),
    '',
    ...wrongsOf(report),
    `seed ${asked.seed}, ${asked.minutes} minutes at ${asked.rate} a second, ${asked.instances} of each service, ${asked.brokerNodes} broker nodes, commit ${report.commit}`,
    Object.entries(report.versions).map(([name, version]) => `${name} ${version}`).join(', '),
    `${countsOf(report)}, recovered in time ${report.recovered} of ${faults.length}; told to come again ${report.refusedForNow}; to the end p50 ${seconds(report.tookSeconds.p50)} s, p99 ${seconds(report.tookSeconds.p99)} s`,
    holds ? 'It holds.' : 'It does not hold.',
    '',
  ].join('\n');
}

export async function writeReport(file: string, report: Report): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
}
