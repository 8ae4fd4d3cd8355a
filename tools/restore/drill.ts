import { setTimeout as pause } from 'node:timers/promises';
import type { OperatorShapes } from '@sluice/clients/operators';
import { until, type OperatorCaller } from '../client/index.ts';
import { stopInfrastructure } from '../infra/index.ts';
import { Completions } from '../load/completions.ts';
import { finalsOf } from '../load/finals.ts';
import { callersOf, mixOf, type Standing } from '../load/flows.ts';
import { LoadClient, type Attempt } from '../load/load-client.ts';
import type { Final } from '../load/outcome.ts';
import { isForNowOrUnanswered, withRetries } from '../load/with-retries.ts';
import type { StackFile, StackPlace } from '../stack/index.ts';
import { appNames } from '../stack/plan.ts';
import { stopProcess, type Started } from '../stack/processes.ts';
import { waitUntilReady } from '../stack/readiness.ts';
import { readRecords } from '../stack/records.ts';
import { startInfrastructureAgain } from '../stack/restart-infrastructure.ts';
import { startGone } from '../stack/supervisor.ts';
import { emptyBroker, type Backup } from './backup.ts';

const LANES = 12;
const ENDS_WITHIN_MS = 240_000;
const HURRIED_EVERY_MS = 15_000;

export interface DrillPlan {
  readonly perSecond: number;
  /** Load before the backup, and from its moment to the disaster. */
  readonly seconds: { readonly before: number; readonly after: number };
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

type Audit = OperatorShapes['AuditVerification'];

const auditOf = ({ api }: OperatorCaller): Promise<Audit> => api.value(api.GET('/audit/verification'));

/** What the books, the outside world and the audit log say after a restore. */
export interface Checked {
  readonly violations: readonly string[];
  readonly breaks: OperatorShapes['Reconciliation']['breaks'];
  readonly balanced: boolean;
  readonly audit: { readonly before: Audit; readonly after: Audit };
}

export interface Drilled {
  readonly finals: readonly Final[];
  /** Acknowledged before the backup was begun. */
  readonly saved: ReadonlySet<Attempt>;
  readonly checked: Checked;
  readonly seconds: Readonly<Record<'backup' | 'restore' | 'start' | 'ended', number>>;
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [result: T, seconds: number]> {
  const from = performance.now();
  return [await work(), (performance.now() - from) / 1_000];
}

/** Services, broker and database: the outside world goes on. */
async function stopOurs(place: StackPlace): Promise<void> {
  const ours: readonly string[] = appNames;
  await Promise.all((await readRecords(place)).filter(({ name }) => ours.includes(name)).map(stopProcess));
  await stopInfrastructure(place.infrastructureFolder);
}

async function startOurs(place: StackPlace): Promise<void> {
  const started: Started[] = [];
  for (const name of appNames) {
    const process = await startGone(place, name);
    if (process !== null) started.push(process);
  }
  await waitUntilReady(started);
}

const standingOf = async ({ id, withdrawal }: Attempt): Promise<Standing> => (id === undefined ? 'missing' : (await withRetries(() => withdrawal.read(id), isForNowOrUnanswered)).result);

/** What waits for an answer that was lost with the broker would ask again after minutes or days: operators have it ask at once. @returns how many have not ended */
async function hurried(attempts: readonly Attempt[], operator: OperatorCaller): Promise<number> {
  const standings = await Promise.all(attempts.map(standingOf));
  const open = attempts.filter((_, index) => standings[index] === 'open');
  for (const { id = '' } of open) await operator.ask(`/withdrawals/${id}/actions/retry-step`, { method: 'POST', body: { reason: 'Its answer may be lost since the restore.' } });
  return open.length;
}

async function checkedAgainst(operator: OperatorCaller, audit: Checked['audit']): Promise<Checked> {
  const { invariants } = await operator.invariants(true);
  const { breaks } = await operator.reconciled();
  return {
    violations: invariants.flatMap(({ number, violations }) => violations.map((text) => `${number}: ${text}`)),
    breaks,
    balanced: await operator.isBalanced(),
    audit,
  };
}

const CHECKED_EVERY_MS = 3_000;
const CHECKED_WITHIN_MS = 90_000;

/** A withdrawal that has ended is still booked out of its wallet: what is found counts when it is found twice. */
async function checkedAtRest(operator: OperatorCaller, audit: Checked['audit'], signal: AbortSignal): Promise<Checked> {
  let before = '';
  return until('the reconciliation finds the same twice', () => checkedAgainst(operator, audit), ({ violations, breaks }) => {
    const found = JSON.stringify([violations, breaks]);
    const isSame = found === before;
    before = found;
    return isSame;
  }, { withinMs: CHECKED_WITHIN_MS, everyMs: CHECKED_EVERY_MS, signal });
}

/** Everything as the page says that it is to be done: a backup under load, a disaster, a restore, and what became of all withdrawals. */
export async function drill(place: StackPlace, stack: StackFile, backup: Backup, plan: DrillPlan): Promise<Drilled> {
  const { perSecond, seconds, signal, say } = plan;
  const callers = await callersOf(stack, 'acme');
  const { operator } = callers;
  const completions = new Completions(operator, isForNowOrUnanswered);
  const client = new LoadClient(await mixOf(callers, LANES), completions);
  await completions.start();
  const running = client.run({ perSecond, lanes: LANES, signal });
  await pause(seconds.before * 1_000, undefined, { signal });
  const audit = await auditOf(operator);
  const saved = new Set(client.attempts.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined));
  const [, backupTook] = await timed(() => backup.take());
  say(`The backup is taken, after ${client.attempts.length} withdrawals, ${saved.size} of them acknowledged when it began; the load goes on for ${seconds.after} s.`);
  await operator.reconciled();
  await pause(seconds.after * 1_000, undefined, { signal });
  client.end();
  await running;
  await completions.stop();
  say(`Everything is stopped after ${client.attempts.length} withdrawals, and put back.`);
  await stopOurs(place);
  const [, restoreTook] = await timed(async () => {
    await emptyBroker(place.infrastructureFolder);
    await backup.restore();
  });
  const [, startTook] = await timed(async () => {
    await startInfrastructureAgain(place);
    await startOurs(place);
  });
  say('All services are ready again.');
  const restoredAudit = await auditOf(operator);
  const [, endedTook] = await timed(() => until('what was saved has ended', () => hurried([...saved], operator), (count) => count === 0, { withinMs: ENDS_WITHIN_MS, everyMs: HURRIED_EVERY_MS, signal }).catch((error: Error) => say(error.message)));
  const checked = await checkedAtRest(operator, { before: audit, after: restoredAudit }, signal);
  return { finals: await finalsOf(client.attempts, stack, place), saved, checked, seconds: { backup: backupTook, restore: restoreTook, start: startTook, ended: endedTook } };
}
