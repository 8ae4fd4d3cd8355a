import type { Standing } from './flows.ts';
import type { Attempt } from './load-client.ts';

/** How a withdrawal stands at the end: for its client, and how often it was paid by the books of bank and chain. */
export interface Final {
  readonly attempt: Attempt;
  readonly standing: Standing;
  readonly paid: number;
}

/**
 * What became of all withdrawals. Lost: acknowledged, and nobody knows it any more. Double: paid more than once by the outside books.
 * Stuck: not at an end when everything should be.
 */
export interface Outcome {
  readonly attempted: number;
  readonly acknowledged: number;
  readonly completed: number;
  readonly refused: readonly string[];
  readonly lost: readonly string[];
  readonly double: readonly string[];
  readonly stuck: readonly string[];
  readonly unexpected: readonly string[];
}

const nameOf = ({ attempt: { withdrawal, id } }: Final): string => `${withdrawal.flow} ${id ?? `of ${withdrawal.units} hundredths, without an id`}`;

/** What is wrong with one withdrawal that is neither lost nor paid twice nor stuck. */
function oddityOf(final: Final): string[] {
  const { standing, paid, attempt: { refusedWith, acknowledgedAt } } = final;
  if (typeof standing === 'object') return [`${nameOf(final)} has ended as ${standing.ended}${paid > 0 ? ' and was paid' : ''}.`];
  if (standing === 'settled' && paid === 0) return [`${nameOf(final)} is said to be paid and is not.`];
  if (refusedWith !== undefined && paid > 0) return [`${nameOf(final)} was refused and paid: ${refusedWith}`];
  return standing === 'missing' && acknowledgedAt === undefined && paid > 0 ? [`${nameOf(final)} is not known and was paid.`] : [];
}

/** `unexpected`: what else was seen that should not be: answers, invariants, books. */
export function outcomeOf(finals: readonly Final[], unexpected: readonly string[]): Outcome {
  const named = (isSo: (final: Final) => boolean): string[] => finals.filter(isSo).map(nameOf);
  return {
    attempted: finals.length,
    acknowledged: finals.filter(({ attempt }) => attempt.acknowledgedAt !== undefined).length,
    completed: finals.filter(({ standing }) => standing === 'settled').length,
    refused: finals.flatMap(({ attempt: { refusedWith } }) => refusedWith ?? []),
    lost: named(({ attempt, standing }) => attempt.acknowledgedAt !== undefined && standing === 'missing'),
    double: named(({ paid }) => paid > 1),
    stuck: named(({ standing }) => standing === 'open'),
    unexpected: [...unexpected, ...finals.flatMap(oddityOf)],
  };
}

export const isAsItShould = ({ refused, lost, double, stuck, unexpected }: Outcome): boolean => [refused, lost, double, stuck, unexpected].every(({ length }) => length === 0);

const MOST_NAMED = 10;

const named = (what: string, texts: readonly string[]): string[] =>
  [...texts.slice(0, MOST_NAMED).map((text) => `${what}: ${text}`), ...(texts.length > MOST_NAMED ? [`${what}: and ${texts.length - MOST_NAMED} more`] : [])];

/** What went wrong, by name. */
export const wrongsOf = ({ lost, double, stuck, refused, unexpected }: Outcome): string[] =>
  [...named('lost', lost), ...named('double', double), ...named('stuck', stuck), ...named('refused', refused), ...named('unexpected', unexpected)];

export const countsOf = (outcome: Outcome): string => (['attempted', 'acknowledged', 'completed', 'refused', 'lost', 'double', 'stuck', 'unexpected'] as const).map((name) => {
  const value = outcome[name];
  return `${name} ${typeof value === 'number' ? value : value.length}`;
}).join(', ');
