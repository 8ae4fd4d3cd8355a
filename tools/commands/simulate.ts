import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { askFor, type Asked } from './simulate/asked.ts';
import { report } from './simulate/report.ts';
import { simulate } from './simulate/simulate.ts';

const usage = 'npm run simulate -- [--seeds N] [--from SEED] [--workers N] | --seed SEED | --script JSON | --mutations [--seeds N]';

/** Runs the services' code in simulated worlds, and looks whether what must always be true is. Exit code 1 unless it is. */
await runCommand(async ({ signal }) => {
  const asked: Asked | null = askFor(process.argv.slice(2));
  if (asked === null) throw new Error(usage);
  const begun = performance.now();
  const lines = await simulate(asked, signal);
  if (!report(asked, lines, (performance.now() - begun) / 1_000)) throw new ReportedFailure();
});
