import fc from 'fast-check';
import type { StackFile } from '../stack/index.ts';
import { rawAbuses, type RawAbuse } from './raw-abuse.ts';
import { requestsOf, type HttpRequest } from './requests.ts';
import { describedAt, targetsOn, type Target } from './targets.ts';
import { wrongIn, wrongInRaw } from './verdict.ts';
import { send, type Sending } from './wire.ts';

/** What `--only` names: `bultra POST /v1/withdrawals`, or `bultra sockets`. */
type Subject = string;

/** One thing that is sent, and how what comes back is judged. */
interface Shot {
  readonly subject: Subject;
  readonly round: number;
  readonly sending: Sending;
  readonly judge: (exchange: Awaited<ReturnType<typeof send>>) => string[];
}

/** Something that was answered as it must not be. */
export interface Finding {
  readonly subject: Subject;
  /** With the seed it names the request; the stack's own ids apart. */
  readonly round: number;
  readonly wrong: readonly string[];
  readonly request: Buffer;
}

export interface FuzzAsked {
  readonly requests: number;
  readonly seed: number;
  /** Begins with this one. */
  readonly round?: number;
  /** Only subjects that begin so. */
  readonly only?: string;
  readonly signal?: AbortSignal;
}

export interface FuzzResult {
  readonly sent: number;
  readonly findings: readonly Finding[];
  /** How often each status was answered with. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Answers that documents name and that were seen, and how many they name. */
  readonly documented: { readonly seen: number; readonly of: number };
}

/** A tenant that nobody else uses. */
export const FUZZED_TENANT = 'initech';

const LANES = 8;
const ANSWERED_WITHIN_MS = 60_000;
/** Raw connections of a dialect, for each request of each of its operations. */
const RAW_IN_ROUND = 4;

const MOST_SEEDS = 2 ** 31;

type Draw = (seed: number, round: number) => Shot;

const drawn = <Value>(arbitrary: fc.Arbitrary<Value>, seed: number): Value | undefined => fc.sample(arbitrary, { seed, numRuns: 4 }).at(-1);

/** Each subject has numbers of its own, whatever else is sent. */
const seedOf = (seed: number, round: number, subject: Subject): number => {
  let mixed = (seed * 0x9e3779b1 + round * 0x85ebca6b) % MOST_SEEDS;
  for (const letter of subject) mixed = (mixed * 31 + letter.charCodeAt(0)) % MOST_SEEDS;
  return mixed;
};

const shotOf = (targets: readonly Target[], subject: Subject, round: number, request: HttpRequest): Shot =>
  ({ subject, round, sending: { pieces: [request.bytes], expected: 1 }, judge: (exchange) => wrongIn(targets, request, exchange) });

/** Where the request goes, with whatever host before it. */
const pathIn = ({ pieces }: Sending): string => /^\S+ (?:http:\/\/[^/]*)?(\/[^\s\u0000]*)/.exec(Buffer.concat(pieces).toString('latin1', 0, 5_000).trimStart())?.[1] ?? '/';

const rawShotOf = (targets: readonly Target[], subject: Subject, round: number, { name, sending }: RawAbuse): Shot =>
  ({ subject, round, sending, judge: (exchange) => wrongInRaw(targets, pathIn(sending), exchange).map((wrong) => `${name}: ${wrong}`) });

/** Draws of every operation of every API, and of connections that are abused. */
function drawsOf(targets: readonly Target[], only: string): Draw[] {
  return targets.flatMap((target) => {
    const operations = target.answers.operations().map((operation): [Subject, (subject: Subject) => Draw] => {
      const requests = requestsOf(operation, describedAt(target, operation), target.sender);
      return [`${target.name} ${operation}`, (subject) => (seed, round) => shotOf(targets, subject, round, drawn(requests, seedOf(seed, round, subject)) as HttpRequest)];
    });
    const paths = target.answers.operations().filter((operation) => operation.startsWith('POST') && !operation.includes('{')).map((operation) => `${target.prefix}${operation.split(' ')[1] ?? ''}`);
    const abuses = rawAbuses(paths, target.sender);
    const raw = Array.from({ length: RAW_IN_ROUND }, (_, index): [Subject, (subject: Subject) => Draw] =>
      [`${target.name} sockets ${index + 1}`, (subject) => (seed, round) => rawShotOf(targets, subject, round, drawn(abuses, seedOf(seed, round, subject)) as RawAbuse)]);
    return [...operations, ...raw].filter(([subject]) => subject.startsWith(only)).map(([subject, make]) => make(subject));
  });
}

/** Round by round one of each. */
function* shots(draws: readonly Draw[], { requests, seed, round: first = 0 }: FuzzAsked): Generator<Shot> {
  for (let count = 0; count < requests; count += 1) {
    const draw = draws[count % draws.length];
    if (draw === undefined) throw new Error('There is no such operation.');
    yield draw(seed, first + Math.floor(count / draws.length));
  }
}

/** Sends hostile requests to every operation of every API of a running stack, and holds what is answered against what the APIs say of themselves. */
export async function fuzz(stack: StackFile, asked: FuzzAsked, onFinding: (finding: Finding) => void = () => undefined): Promise<FuzzResult> {
  const targets = await targetsOn(stack, FUZZED_TENANT);
  const gateway = new URL(stack.gateway);
  const [findings, statuses] = [[] as Finding[], new Map<number, number>()];
  let sent = 0;
  const rest = shots(drawsOf(targets, asked.only ?? ''), asked);
  const lane = async (): Promise<void> => {
    for (const { subject, round, sending, judge } of rest) {
      asked.signal?.throwIfAborted();
      const exchange = await send(gateway, sending, ANSWERED_WITHIN_MS);
      sent += 1;
      for (const { status } of exchange.answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const wrong = judge(exchange);
      if (wrong.length === 0) continue;
      const finding = { subject, round, wrong, request: Buffer.concat(sending.pieces) };
      findings.push(finding);
      onFinding(finding);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const named = targets.map(({ answers }) => ({ seen: answers.seen.size, of: answers.statuses().filter((status) => !status.endsWith(' 500')).length }));
  return { sent, findings, statuses, documented: { seen: named.reduce((sum, each) => sum + each.seen, 0), of: named.reduce((sum, each) => sum + each.of, 0) } };
}
