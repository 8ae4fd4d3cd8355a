import { setTimeout as pause } from 'node:timers/promises';
import type { LoadClient } from '../../load/load-client.ts';
import { progress } from '../../running/progress.ts';
import { drawSteps, type Fault, type Step } from './draw.ts';
import type { Kind } from './kinds.ts';
import type { MadeFault } from './verdict.ts';
import type { World } from './world.ts';

/** After a fault the next one waits for a withdrawal to end, but no longer than this. */
const RECOVERED_WITHIN_MS = 45_000;
const LOOK_EVERY_MS = 100;

export interface Disturbance {
  readonly world: World;
  readonly kinds: readonly Kind[];
  readonly seed: number;
  readonly seconds: number;
  readonly client: LoadClient;
  readonly signal: AbortSignal;
}

const lengthOf = ({ faults }: Step): number => Math.max(...faults.map(({ seconds }) => seconds));

/** Makes the faults that the seed draws, one step after another, as long as one more fits. @returns what was made, in order. */
export async function disturb(disturbance: Disturbance): Promise<MadeFault[]> {
  const { seed, kinds, seconds, client, signal } = disturbance;
  const made: MadeFault[] = [];
  for (const step of drawSteps(seed, kinds)) {
    if (client.now() + lengthOf(step) * 1_000 > seconds * 1_000) break;
    const faults = await Promise.all(step.faults.map((fault) => make(fault, disturbance)));
    made.push(...faults);
    await recovered(Math.max(...faults.map(({ endedAt }) => endedAt)), client, signal);
    await pause(step.restSeconds * 1_000, undefined, { signal });
  }
  return made;
}

async function make(fault: Fault, { kinds, world, client, signal }: Disturbance): Promise<MadeFault> {
  const { kind, target, seconds } = fault;
  const found = kinds.find((known) => known.kind === kind);
  if (found === undefined) throw new Error(`There is no fault ${kind}.`);
  progress(`${kind}: ${target}, for ${seconds} s`);
  const beganAt = client.now();
  const end = await found.begin(world, target);
  try {
    await pause(seconds * 1_000, undefined, { signal });
  } finally {
    await end();
  }
  return { ...fault, part: found.part, beganAt, endedAt: client.now() };
}

async function recovered(at: number, client: LoadClient, signal: AbortSignal): Promise<void> {
  while (client.firstEndAfter(at) === null && client.now() - at < RECOVERED_WITHIN_MS) await pause(LOOK_EVERY_MS, undefined, { signal });
  const first = client.firstEndAfter(at);
  progress(first === null ? `  nothing has ended for ${RECOVERED_WITHIN_MS / 1_000} s` : `  the next withdrawal ended after ${((first - at) / 1_000).toFixed(1)} s`);
}
