/** A generator of numbers from a seed (mulberry32), the same on every machine. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What can be drawn: a kind of fault, and whom it can strike. */
export interface Drawable {
  readonly kind: string;
  readonly targets: readonly string[];
}

export interface Fault {
  readonly kind: string;
  readonly target: string;
  readonly seconds: number;
}

/** One or two faults at a time, and how long the world is left alone once it has recovered. */
export interface Step {
  readonly faults: readonly Fault[];
  readonly restSeconds: number;
}

const LONGEST_SECONDS = 12;
const REST_SECONDS = [2, 6] as const;
const SHARE_OF_PAIRS = 0.2;

const between = (next: () => number, least: number, most: number): number => Number((least + next() * (most - least)).toFixed(1));

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  const left = [...items];
  return Array.from({ length: left.length }, () => left.splice(Math.floor(next() * left.length), 1)).flat();
}

/** Without end. Every kind comes once before any comes again. */
export function* drawSteps(seed: number, drawables: readonly Drawable[]): Generator<Step, never> {
  if (drawables.length === 0) throw new Error('There is no fault to draw.');
  const next = numbersFrom(seed);
  let deck: Drawable[] = [];
  const draw = (): Fault => {
    if (deck.length === 0) deck = shuffled(drawables, next);
    const { kind, targets } = deck.shift() ?? { kind: '', targets: [] };
    return { kind, target: targets[Math.floor(next() * targets.length)] ?? '', seconds: between(next, 1, LONGEST_SECONDS) };
  };
  for (;;) {
    const isPair = next() < SHARE_OF_PAIRS;
    const [first, second] = [draw(), draw()];
    // Two of one target would undo each other.
    const faults = isPair && first.target !== second.target ? [first, second] : [first];
    if (faults.length === 1) deck.unshift(...drawables.filter(({ kind }) => kind === second.kind));
    yield { faults, restSeconds: between(next, ...REST_SECONDS) };
  }
}
