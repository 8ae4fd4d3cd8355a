import { createLive, type Live } from '../api/live.ts';
import { api } from '../api/operators.ts';

/** What waits for an operator. */
export interface Counts { readonly reviews: number; readonly repair: number; readonly deadLetters: number; readonly stuck: number; readonly causes: readonly { readonly cause: string; readonly count: number }[]; readonly documents: number; readonly referrals: number; readonly disabled: number }

async function counted(): Promise<Counts> {
  const [documents, referrals, causes, stuck, disabled] = await Promise.all([
    api.documents({ status: 'UPLOADED', limit: 200 }), api.referrals(), api.causes(), api.stuck({ limit: 200 }), api.subscriptions(false),
  ]);
  const awaited = documents.data.filter((document) => document.awaited).length;
  const deadLetters = causes.data.reduce((sum, { count }) => sum + count, 0);
  return {
    reviews: awaited + referrals.data.length, documents: awaited, referrals: referrals.data.length, causes: causes.data, deadLetters, stuck: stuck.data.length, disabled: disabled.data.length,
    repair: deadLetters + stuck.data.length + disabled.data.length,
  };
}

/** Asked again when a withdrawal begins or stops waiting for documents, and twice a minute whatever happens. */
export const createCounts = (): Live<Counts> => createLive(counted, { everyMs: 15_000, on: ({ data }) => data.hold !== undefined });
