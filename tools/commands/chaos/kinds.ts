import type { Fault as ProviderFault } from '../../client/index.ts';
import { withRetries, isForNowOrUnanswered } from '../../load/with-retries.ts';
import { crash, crashInfrastructure, startAgain, startChainAgain, startInfrastructureAgain, stopChainOf } from '../../stack/index.ts';
import type { Drawable } from './draw.ts';
import type { ProcessLines, World } from './world.ts';
import { leaderOf, pidOf } from './world.ts';

/** What has to be there again within how long: progress of any withdrawal after it. */
export type Part = 'service' | 'broker' | 'database' | 'outside';

export const limitSeconds: Readonly<Record<Part, number>> = { service: 10, broker: 15, database: 20, outside: 10 };

export interface Kind extends Drawable {
  readonly part: Part;
  /** Makes the fault, and hands back what ends it: resolved when what was away is there again. */
  readonly begin: (world: World, target: string) => Promise<() => Promise<void>>;
}

const SLOW_LINE_MS = 150;
/** More calls than a fault meets before it is cleared. */
const CALLS = 10_000;

async function stop(world: World, target: string): Promise<() => Promise<void>> {
  const pid = await pidOf(world, target);
  process.kill(pid, 'SIGSTOP');
  return async () => void process.kill(pid, 'SIGCONT');
}

async function kill({ place }: World, target: string): Promise<() => Promise<void>> {
  await crash(place, target);
  return () => startAgain(place, target);
}

async function killInfrastructure({ place }: World, target: string): Promise<() => Promise<void>> {
  await crashInfrastructure(place, target);
  return () => startInfrastructureAgain(place);
}

/** The node that leads the most queues when its time has come: which it is was not to be drawn. */
const killLeader = async (world: World): Promise<() => Promise<void>> => killInfrastructure(world, await leaderOf(world));

const onLine = (which: keyof ProcessLines, work: (line: ProcessLines[typeof which]) => void): Kind['begin'] => async ({ lines }, target) => {
  const line = lines.get(target)?.[which];
  if (line === undefined) throw new Error(`${target} has no line to the ${which}.`);
  work(line);
  return async () => line.mend();
};

/** While it lasts every call to a provider is met by it. Set and cleared through the gateway, which may itself be away. */
const provider = (mode: ProviderFault['mode']): Kind['begin'] => async ({ operator }, target) => {
  const port = target as ProviderFault['port'];
  await withRetries(() => operator.fault({ port, mode, count: CALLS, ...(mode === 'slow' && { delay: 'PT2S' }) }), isForNowOrUnanswered);
  return async () => void (await withRetries(() => operator.clearFaults(), isForNowOrUnanswered));
};

async function endChain({ place }: World, target: string): Promise<() => Promise<void>> {
  await stopChainOf(place, target);
  return () => startChainAgain(place, target);
}

export interface Stage {
  /** Every instance of every app. */
  readonly apps: readonly string[];
  /** Names of what runs beside them, as the stack file has them. */
  readonly processes: readonly string[];
  readonly brokerNodes: readonly string[];
}

/** Whatever can be drawn on this stage. */
export function kindsOn({ apps, processes, brokerNodes }: Stage): Kind[] {
  const there = (...names: readonly string[]): string[] => names.filter((name) => processes.includes(name));
  const chains = there('chain-arbitrum');
  const all: Kind[] = [
    { kind: 'service killed', part: 'service', targets: apps, begin: kill },
    { kind: 'service stopped', part: 'service', targets: apps, begin: stop },
    { kind: 'broker killed', part: 'broker', targets: brokerNodes.length === 1 ? brokerNodes : [], begin: killInfrastructure },
    { kind: 'broker stopped', part: 'broker', targets: brokerNodes, begin: stop },
    { kind: 'broker node lost', part: 'broker', targets: brokerNodes.length > 1 ? brokerNodes : [], begin: killInfrastructure },
    { kind: 'leading broker node lost', part: 'broker', targets: brokerNodes.length > 1 ? ['rabbitmq'] : [], begin: killLeader },
    { kind: 'database killed', part: 'database', targets: there('database', 'database-gateway'), begin: killInfrastructure },
    { kind: 'database stopped', part: 'database', targets: processes.includes('database-gateway') ? ['database-gateway'] : there('database'), begin: stop },
    { kind: 'line to the broker cut', part: 'broker', targets: apps, begin: onLine('broker', (line) => line.cut()) },
    { kind: 'line to the broker silent', part: 'broker', targets: apps, begin: onLine('broker', (line) => line.fallSilent()) },
    { kind: 'line to the broker slow', part: 'broker', targets: apps, begin: onLine('broker', (line) => line.slowDown(SLOW_LINE_MS)) },
    { kind: 'line to the database cut', part: 'database', targets: apps, begin: onLine('database', (line) => line.cut()) },
    { kind: 'line to the database silent', part: 'database', targets: apps, begin: onLine('database', (line) => line.fallSilent()) },
    { kind: 'line to the database slow', part: 'database', targets: apps, begin: onLine('database', (line) => line.slowDown(SLOW_LINE_MS)) },
    { kind: 'chain stopped', part: 'outside', targets: chains, begin: stop },
    { kind: 'chain restarted', part: 'outside', targets: chains, begin: endChain },
    { kind: 'all providers killed', part: 'outside', targets: ['simulators'], begin: kill },
    { kind: 'provider slow', part: 'outside', targets: ['bank', 'signer'], begin: provider('slow') },
    { kind: 'provider silent', part: 'outside', targets: ['bank', 'signer'], begin: provider('silent') },
    { kind: 'provider failing', part: 'outside', targets: ['bank'], begin: provider('fail') },
    { kind: 'provider failing after it has done its work', part: 'outside', targets: ['bank'], begin: provider('fail_after_success') },
    { kind: 'provider answering twice', part: 'outside', targets: ['bank'], begin: provider('duplicate') },
  ];
  return all.filter(({ targets }) => targets.length > 0);
}
