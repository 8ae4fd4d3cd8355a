import type { Hold, Phase, Withdrawal } from '../api/shapes.ts';

export interface Stretch { readonly phase: Phase; readonly hold: Hold; readonly ms: number; readonly isOpen: boolean }

/** How long it was in each phase and hold, one after the other. */
export function stretchesOf({ history, endedAt }: Pick<Withdrawal, 'history' | 'endedAt'>, now: number): Stretch[] {
  const stretches: { phase: Phase; hold: Hold; from: number }[] = [];
  for (const { phase, hold, at } of history) {
    const last = stretches.at(-1);
    if (last?.phase !== phase || last.hold !== hold) stretches.push({ phase, hold, from: Date.parse(at) });
  }
  return stretches.map(({ phase, hold, from }, index) => {
    const next = stretches[index + 1]?.from;
    return { phase, hold, ms: Math.max(0, (next ?? (endedAt === null ? now : from)) - from), isOpen: next === undefined && endedAt === null };
  });
}

/** Seconds beside days: what matters is the order of length, and that each can be read. */
export const widthOf = ({ ms }: Stretch): number => 1 + Math.log10(1 + ms / 100);
