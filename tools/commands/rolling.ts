import { parseArgs } from 'node:util';
import { OperatorCaller } from '../client/index.ts';
import { reasonOf } from '../infra/setup-error.ts';
import { countsOf, isAsItShould, wrongsOf } from '../load/outcome.ts';
import { expectSound } from '../load/soundness.ts';
import { everyApp, roll } from '../rolling/index.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, startStack } from '../stack/index.ts';

const LANES = 12;

/** Replaces every service of a stack under load, one instance at a time, by a build with an added message, field and state and a removed binding, and back. */
await runCommand(async (command) => {
  const { values: { rate } } = parseArgs({ options: { rate: { type: 'string', default: '2' } } });
  const perSecond = Number(rate);
  if (!(perSecond > 0)) throw new Error('npm run rolling -- [--rate WITHDRAWALS A SECOND]');
  const place = placeOf('rolling');
  await takeTurn(place, command, { leavesNothing: true });
  await build(command.signal);
  const stack = await startStack(place, { fresh: true, progress, signal: command.signal });
  const { outcome: seen, stored, parked } = await roll({ place, stack, apps: everyApp, perSecond, lanes: LANES, signal: command.signal, say: progress });
  const unsound = await expectSound(new OperatorCaller(stack, 'acme')).then(() => [], (error: unknown) => [reasonOf(error)]);
  const outcome = { ...seen, unexpected: [...seen.unexpected, ...unsound] };
  const lines = [...wrongsOf(outcome), countsOf(outcome), `parked ${parked}; through the added state ${stored.passed}, of them with the added field ${stored.kept}; plans with it ${stored.plans}`];
  const holds = isAsItShould(outcome) && parked === 0 && stored.passed > 0 && stored.kept === stored.passed && stored.plans >= stored.passed;
  process.stdout.write(`\n${lines.join('\n')}\n${holds ? 'It holds.' : 'It does not hold.'}\n`);
  if (!holds) throw new ReportedFailure();
});
