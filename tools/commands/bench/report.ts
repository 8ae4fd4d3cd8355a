import { quantile } from '../../load/quantiles.ts';
import type { Measured } from '../../load/load.ts';
import { isWrite, total, type Usage } from './probe.ts';

/** One row of the benchmark, as it is printed and written: figures by name, with the unit last in the name. */
export interface Row {
  readonly row: string;
  readonly figures: Readonly<Record<string, number>>;
  /** Why there are no figures. */
  readonly failed?: string;
  /** Figures of one withdrawal, by service or process. */
  readonly each?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

const perWithdrawal = (parts: Readonly<Record<string, number>>, withdrawals: number): Record<string, number> =>
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== 0).sort(([, one], [, other]) => other - one).map(([name, part]) => [name, rounded(part / withdrawals, 2)]));

/** A row about withdrawals that were carried, with what they used. */
export function rowOf(row: string, measured: Measured, usage: Usage, more: Readonly<Record<string, number>> = {}): Row {
  const { completed, refused, perSecond, acknowledgedMs, completedMs } = measured;
  const written = Object.entries(usage.commandsInDetail).filter(([detail]) => isWrite(detail)).reduce((sum, [, count]) => sum + count, 0);
  const quantiles = (name: string, samples: readonly number[]) =>
    (samples.length === 0 ? {} : { [`${name}P50Ms`]: rounded(quantile(samples, 0.5)), [`${name}P99Ms`]: rounded(quantile(samples, 0.99)) });
  return {
    row,
    figures: {
      perSecond: rounded(perSecond, 2), completed,
      ...quantiles('acknowledged', acknowledgedMs), ...quantiles('completed', completedMs),
      cpuMsEach: rounded(total(usage.processorMs) / completed),
      commandsEach: rounded(total(usage.commands) / completed),
      writesEach: rounded(written / completed),
      messagesEach: rounded(total(usage.published) / completed),
      ...(refused === 0 ? {} : { refused }),
      ...more,
    },
    each: {
      cpuMs: perWithdrawal(usage.processorMs, completed),
      commands: perWithdrawal(usage.commands, completed),
      commandsInDetail: perWithdrawal(usage.commandsInDetail, completed),
      messages: perWithdrawal(usage.published, completed),
    },
  };
}

const columns = ['perSecond', 'ratio', 'acknowledgedP50Ms', 'acknowledgedP99Ms', 'completedP50Ms', 'completedP99Ms', 'cpuMsEach', 'commandsEach', 'writesEach', 'messagesEach'] as const;
const heads: Readonly<Record<(typeof columns)[number], string>> = {
  perSecond: '/s', ratio: '× floor', acknowledgedP50Ms: 'ack p50', acknowledgedP99Ms: 'ack p99', completedP50Ms: 'end p50', completedP99Ms: 'end p99',
  cpuMsEach: 'cpu ms', commandsEach: 'db cmds', writesEach: 'writes', messagesEach: 'msgs',
};

/** All rows as one table for people; figures that stand in no column follow their row. */
export function tableOf(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ row }) => row.length)) + 2;
  const line = (name: string, cells: readonly string[]) => `${name.padEnd(width)}${cells.map((cell) => cell.padStart(9)).join('')}`.trimEnd();
  const body = rows.flatMap(({ row, figures, failed }) => {
    if (failed !== undefined) return [`${row.padEnd(width)}failed: ${failed}`];
    const own = Object.entries(figures).filter(([name]) => !(columns as readonly string[]).includes(name) && name !== 'completed');
    const further = own.length === 0 ? [] : [`  ${own.map(([name, value]) => `${name} ${value}`).join(', ')}`];
    return [line(row, columns.map((name) => String(figures[name] ?? ''))), ...further];
  });
  return [line('', columns.map((name) => heads[name])), ...body, ''].join('\n');
}
