import type { Asked } from './asked.ts';
import type { Line } from './simulate.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const of = <K extends Line['kind']>(lines: readonly Line[], kind: K): Extract<Line, { kind: K }>[] => lines.filter((line): line is Extract<Line, { kind: K }> => line.kind === kind);

/** Prints what came of it. @returns whether all is as it must be. */
export function report(asked: Asked, lines: readonly Line[], seconds: number): boolean {
  const isGood = asked.kind === 'mutations' ? reportBugs(lines) : reportRuns(lines);
  say(`${seconds.toFixed(1)} s`);
  return isGood;
}

function reportRuns(lines: readonly Line[]): boolean {
  const ran = of(lines, 'ran');
  const failures = of(lines, 'failure');
  const total = (pick: (line: (typeof ran)[number]) => number): number => ran.reduce((sum, line) => sum + pick(line), 0);
  const ends = new Map<string, number>();
  for (const line of ran) for (const [state, count] of Object.entries(line.ends)) ends.set(state, (ends.get(state) ?? 0) + count);
  for (const { seed, script, violations, happened } of failures) {
    say(`seed ${seed}: ${violations.join('; ')}`);
    for (const fault of happened) say(`  ${fault}`);
    say(`  npm run simulate -- --script '${JSON.stringify(script)}'`);
  }
  say(`${total(({ runs }) => runs)} runs, ${total(({ withFaults }) => withFaults)} of them with faults; ${failures.length === 0 ? 'nothing was violated' : 'VIOLATED'}`);
  say(`ends: ${[...ends].sort(([one], [other]) => one.localeCompare(other)).map(([state, count]) => `${state} ${count}`).join(', ')}`);
  return failures.length === 0;
}

function reportBugs(lines: readonly Line[]): boolean {
  const bugs = of(lines, 'bug');
  for (const { name, seed, violation } of bugs) say(seed === null ? `NOT FOUND  ${name}` : `seed ${String(seed).padStart(4)}  ${name}: ${violation ?? ''}`);
  const missed = bugs.filter(({ seed }) => seed === null).length;
  say(`${bugs.length} bugs were planted, one at a time; ${missed === 0 ? 'each was found' : `${missed} were NOT FOUND`}`);
  return missed === 0 && bugs.length > 0;
}
