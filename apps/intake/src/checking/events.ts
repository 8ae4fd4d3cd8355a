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

/** On a machine with too much to do, or after a service came back, events wait in their queue for as long (docs/decisions/0152). */
const ON_ITS_WAY_MS = 120_000;

/** Whether the first change that no event tells of is so young that its event may still come; by the tenant's clock. */
function isOnItsWay({ state: { history } }: Versioned<Withdrawal>, told: number, now: Date): boolean {
  const untold = history.find(({ version }) => version > told) ?? history.at(-1);
  return untold !== undefined && now.getTime() - Date.parse(untold.at) < ON_ITS_WAY_MS;
}

/** Invariants 6 and 8, of one withdrawal against the events that tell of it: nothing that was said first reads otherwise now, and there is one event for each version. */
export function compareEvents(withdrawal: Versioned<Withdrawal>, events: readonly Event[], now: Date): Finding[] {
  const { id, version } = withdrawal;
  const first = events[0]?.view ?? {};
  const current = viewOfKind(withdrawal);
  const changed = forGood.filter((field) => field in first && JSON.stringify(first[field]) !== JSON.stringify(current[field]));
  const sequences = events.map(({ sequence }) => sequence);
  const isInOrder = sequences.every((sequence, index) => sequence === index + 1);
  const isWhole = sequences.length >= Math.min(version, 200) || isOnItsWay(withdrawal, sequences.length, now);
  return [
    ...changed.map((field) => ({ invariant: 6, text: `${id}: ${field} is not what it was at first` })),
    ...(isInOrder && isWhole ? [] : [{ invariant: 8, text: `${id} has version ${version} and the events ${sequences.join(', ')}` }]),
  ];
}
