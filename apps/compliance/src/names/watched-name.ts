import { nameListed, type watchName } from '@sluice/contract-compliance';
import { send, type BodyOf } from '@sluice/contract-kit';
import type { Change } from '@sluice/persistence';
import { z } from 'zod';
import { findingSchema } from '../cases/compliance-case.js';
import type { Hit } from './name-lists.js';

/** What a party, a payee or a wallet is called, and whom on the lists it is like. */
export const watchedNameSchema = z.object({
  subjectId: z.string(),
  name: z.string(),
  /** As they were found last, in the lists of this version; null until it was looked up. */
  hits: findingSchema.shape.hits,
  listVersion: z.string().nullable(),
  /** Since when there have been hits; null while there are none. On the tenant's clock. */
  listedAt: z.date().nullable(),
});
export type WatchedName = z.output<typeof watchedNameSchema>;

/** Before every other time: looked up at once. */
const AT_ONCE = new Date(0);

/** The name is looked up as soon as it is known, or has changed. */
export function withName(known: WatchedName | null, { subjectId, name }: BodyOf<typeof watchName>): Change<WatchedName> | null {
  if (known?.name === name) return null;
  return { state: { hits: [], listVersion: null, listedAt: null, ...known, subjectId, name }, dueAt: AT_ONCE };
}

const isSame = (one: Hit, other: Hit): boolean => one.list === other.list && one.listedId === other.listedId && one.listed === other.listed;

/** What a lookup in the lists changes. Only new hits are announced; null when nothing changed. */
export function withHits(known: WatchedName, hits: readonly Hit[], listVersion: string, at: Date): Change<WatchedName> | null {
  const isNew = hits.some((hit) => !known.hits.some((other) => isSame(hit, other)));
  if (!isNew && hits.length === known.hits.length) return null;
  return {
    state: { ...known, hits: [...hits], listVersion, listedAt: hits.length === 0 ? null : (known.listedAt ?? at) },
    send: isNew ? [send(nameListed, { subjectId: known.subjectId, listVersion })] : [],
  };
}
