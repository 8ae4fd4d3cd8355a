import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readState } from '../infra/state/state-file.ts';
import { backupByCommands, backupOfVolume, type Backup } from '../restore/backup.ts';
import { drill } from '../restore/drill.ts';
import { verdictOf } from '../restore/verdict.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, readRecords, startStack, type StackPlace } from '../stack/index.ts';

const asked = z.object({
  rate: z.coerce.number<string>().positive(), before: z.coerce.number<string>().positive(), after: z.coerce.number<string>().nonnegative(), dump: z.string().optional(), restore: z.string().optional(),
}).refine(({ dump, restore }) => (dump === undefined) === (restore === undefined), 'either both of --dump and --restore, or none');

const options = {
  rate: { type: 'string', default: '3' }, before: { type: 'string', default: '15' }, after: { type: 'string', default: '4' }, dump: { type: 'string' }, restore: { type: 'string' },
} as const;

async function backupFor(place: StackPlace, { dump, restore }: z.output<typeof asked>): Promise<Backup> {
  const mongodbUri = (await readRecords(place)).find(({ env }) => env['MONGODB_URI'] !== undefined)?.env['MONGODB_URI'] ?? '';
  if (dump !== undefined && restore !== undefined) return backupByCommands(dump, restore, mongodbUri);
  const isOurs = (await readState(place.infrastructureFolder)).processes['postgres'] !== undefined;
  if (!isOurs) throw new Error('The database is not one whose volume can be copied here: say how it is saved and put back by --dump COMMAND and --restore COMMAND, which are told MONGODB_URI.');
  return backupOfVolume(place.infrastructureFolder, join(place.folder, 'backup'));
}

/** Backup under load, disaster, restore and checks, on a stack of its own; exit code 1 unless all that must hold does. */
await runCommand(async (command) => {
  const plan = asked.parse(parseArgs({ options }).values);
  const place = placeOf('drill');
  await takeTurn(place, command, { leavesNothing: true });
  command.atEnd(() => rm(join(place.folder, 'backup'), { recursive: true, force: true }));
  await build(command.signal);
  const stack = await startStack(place, { fresh: true, progress, signal: command.signal });
  const backup = await backupFor(place, plan);
  const drilled = await drill(place, stack, backup, { perSecond: plan.rate, seconds: { before: plan.before, after: plan.after }, signal: command.signal, say: progress });
  const { lines, holds } = verdictOf(drilled);
  process.stdout.write(`\n${lines.join('\n')}\n${holds ? 'It holds.' : 'It does not hold.'}\n`);
  if (!holds) throw new ReportedFailure();
});
