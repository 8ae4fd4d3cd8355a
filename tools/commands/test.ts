import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf } from '../stack/index.ts';
import { testEverything } from './test/test-everything.ts';
import { lineOf, oneFailed, sum, type Total } from './test/total.ts';

/** The count stands alone on the last line, after everything is stopped, whatever happened before. */
await runCommand(async (command) => {
  const place = placeOf('test');
  const parts: Total[] = [];
  command.atEnd(async () => {
    process.stdout.write(`\n${lineOf(sum(parts))}\n`);
    if (sum(parts).failed > 0) throw new ReportedFailure();
  });
  await takeTurn(place, command, { leavesNothing: true });
  try {
    await testEverything({ patterns: process.argv.slice(2), signal: command.signal, count: (part) => void parts.push(part) });
  } catch (error) {
    parts.push(oneFailed);
    throw error;
  }
});
