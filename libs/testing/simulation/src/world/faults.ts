import { Chance } from '../time/chance.js';

/**
 * What goes wrong with one effect: something that a process does beyond itself. `crash-before`: it ends before the effect has happened;
 * `crash-after`: the effect has happened, and the process ends before it knows. `lose-answer`: it happened and the process is told of
 * a failure, or of nothing. `lose-connection`: the process loses the broker and what it has in hand is given again.
 */
export const faultKinds = ['crash-before', 'crash-after', 'lose-answer', 'duplicate', 'delay', 'lose-connection'] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  /** Which effect of the run, counted from 0. */
  readonly at: number;
  readonly kind: FaultKind;
  /** Of a delay; of a crash, until the process is there again. */
  readonly ms: number;
}

const LONGEST_MS = { 'crash-before': 2_000, 'crash-after': 2_000, 'lose-answer': 0, duplicate: 3_000, delay: 8_000, 'lose-connection': 500 } as const satisfies Record<FaultKind, number>;

/** Effects of one withdrawal, roughly: faults are spread over so many. */
const EFFECTS_OF_ONE = 330;
const MOST_FAULTS = 14;

/** The faults of a seed. One seed in eight has none. */
export function faultsOf(seed: number, withdrawals: number): Fault[] {
  const chance = new Chance(seed, 'faults');
  const count = chance.happens(1 / 8) ? 0 : chance.between(1, MOST_FAULTS);
  const kinds = faultKinds as unknown as readonly [FaultKind, ...FaultKind[]];
  return Array.from({ length: count }, () => {
    const kind = chance.oneOf(kinds);
    return { at: chance.below(EFFECTS_OF_ONE * withdrawals), kind, ms: chance.below(LONGEST_MS[kind] + 1) };
  }).sort((one, other) => one.at - other.at);
}
