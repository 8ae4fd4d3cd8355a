import { legKeyOf, type Leg, type Unwind } from './leg.js';

/** What a transaction of an unwind does. */
const takingOut = 'take-out';
const fetching = 'fetch';

export type UnwindTransaction = { readonly legKey: string; readonly sourceId: string; readonly does: 'take-out' | 'fetch' };

/** The same for every repetition of the same step, so that it is done once. */
export const takingKey = (leg: Pick<Leg, 'legId' | 'attempt'>, { sourceId }: Pick<Unwind, 'sourceId'>): string => `${legKeyOf(leg)}/${sourceId}/${takingOut}`;

export const fetchingKey = (leg: Pick<Leg, 'legId' | 'attempt'>, { sourceId, claims }: Pick<Unwind, 'sourceId' | 'claims'>): string =>
  `${legKeyOf(leg)}/${sourceId}/${fetching}/${claims}`;

/** @throws TypeError when the key is none of these. */
export function readKey(key: string): UnwindTransaction {
  const [, legKey, sourceId, does] = /^(.+\/\d+)\/([^/]+)\/(take-out|fetch)(?:\/\d+)?$/.exec(key) ?? [];
  if (legKey === undefined || sourceId === undefined || (does !== takingOut && does !== fetching)) throw new TypeError(`${key} is no transaction of an unwind.`);
  return { legKey, sourceId, does };
}
