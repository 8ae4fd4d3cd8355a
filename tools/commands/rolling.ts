import { OperatorClient } from '../client/index.ts';
import { everyApp, roll } from '../rolling/index.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, startStack } from '../stack/index.ts';
import { expectSound } from './bench/soundness.ts';

const LANES = 4;

/** Replaces every service of a stack under load, one instance at a time, by a build with an added message, field and state and a removed binding, and back. */
await runCommand(async (command) => {
  const place = placeOf('rolling');
  await takeTurn(place, command, { leavesNothing: true });
  await build(command.signal);
  const stack = await startStack(place, { fresh: true, progress, signal: command.signal });
  const { settled, failures, stored, parkedBefore } = await roll({ place, stack, apps: everyApp, lanes: LANES, say: progress });
  await expectSound(new OperatorClient(stack, 'acme'));
  process.stdout.write(`settled ${JSON.stringify(settled)}, failed ${failures.length}, parked ${stored.parked - parkedBefore}, through the added state ${stored.passed}, of them with the added field ${stored.kept}\n`);
  for (const failure of failures) process.stdout.write(`  ${failure}\n`);
  if (failures.length > 0 || stored.parked > parkedBefore || stored.kept < stored.passed || stored.passed === 0) throw new ReportedFailure();
});
