import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { fuzz } from '../fuzz/fuzz.ts';
import { findingText, resultText } from '../fuzz/report.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, startStack } from '../stack/index.ts';

const usage = 'npm run fuzz -- [--requests N] [--seed S] [--only "bultra POST /v1/withdrawals"] [--round N]';

const whole = (least: number) => z.coerce.number<string>().int().min(least).max(2 ** 31 - 1);
const askedSchema = z.object({ requests: whole(1), seed: whole(0), round: whole(0), only: z.string() });

function askFor(args: readonly string[]): z.output<typeof askedSchema> {
  try {
    const text = (given: string) => ({ type: 'string' as const, default: given });
    const options = { requests: text('10000'), seed: text(String(Math.floor(Math.random() * 1_000_000))), round: text('0'), only: text('') };
    return askedSchema.parse(parseArgs({ args: [...args], options }).values);
  } catch {
    throw new Error(usage);
  }
}

/** Hostile requests to every operation of every API, on a stack of its own. Exit code 1 unless everything was answered as documented. */
await runCommand(async (command) => {
  const asked = askFor(process.argv.slice(2));
  const place = placeOf('fuzz');
  await takeTurn(place, command, { leavesNothing: true });
  await build(command.signal);
  const stack = await startStack(place, { fresh: true, progress, signal: command.signal });
  const folder = join(place.folder, 'findings');
  await mkdir(folder, { recursive: true });
  progress(`${asked.requests} requests of seed ${asked.seed} …`);
  const begun = performance.now();
  const files: Promise<void>[] = [];
  const result = await fuzz(stack, { ...asked, signal: command.signal }, (finding) => {
    process.stdout.write(`\n${findingText(finding, asked.seed)}\n`);
    files.push(writeFile(join(folder, `${files.length + 1}.http`), finding.request));
  });
  await Promise.all(files);
  process.stdout.write(`\nSeed ${asked.seed}: ${resultText(result, (performance.now() - begun) / 1_000)}`);
  if (result.findings.length > 0) throw new ReportedFailure();
});
