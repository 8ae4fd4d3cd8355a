import type { Finding, ReplyOf } from '@sluice/contract-kit';
import type { listEvents } from '@sluice/contract-webhooks';
import type { Versioned } from '@sluice/persistence';
import { viewOfKind } from '../withdrawal/view.js';
import type { Withdrawal } from '../withdrawal/withdrawal.js';

type Event = ReplyOf<typeof listEvents>['events'][number];

/** What a client was acknowledged and never changes; a view has those of its kind. */
const forGood = [
  'id', 'dialectId', 'accountId', 'destinationId', 'purpose', 'reference', 'walletId', 'requestId', 'chain', 'toAddress', 'portfolioId', 'bankAccountId', 'type', 'consideration',
] as const;

/** Invariants 6 and 8, of one withdrawal against the events that tell of it: nothing that was said first reads otherwise now, and there is one event for each version. */
export function compareEvents(withdrawal: Versioned<Withdrawal>, events: readonly Event[]): Finding[] {
  const { id, version } = withdrawal;
  const first = events[0]?.view ?? {};
  const now = viewOfKind(withdrawal);
  const changed = forGood.filter((field) => field in first && JSON.stringify(first[field]) !== JSON.stringify(now[field]));
  const sequences = events.map(({ sequence }) => sequence);
  const isGapless = sequences.length >= Math.min(version, 200) && sequences.every((sequence, index) => sequence === index + 1);
  return [
    ...changed.map((field) => ({ invariant: 6, text: `${id}: ${field} is not what it was at first` })),
    ...(isGapless ? [] : [{ invariant: 8, text: `${id} has version ${version} and the events ${sequences.join(', ')}` }]),
  ];
}
