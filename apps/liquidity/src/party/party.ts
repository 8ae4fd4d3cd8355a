import { send } from '@sluice/contract-kit';
import { nameGiven, partyViewSchema, type PartyView } from '@sluice/contract-liquidity';
import { DomainError } from '@sluice/kernel';
import type { Change, Versioned } from '@sluice/persistence';
import { z } from 'zod';

/** Whom portfolios belong to. */
export const partySchema = partyViewSchema.omit({ id: true }).extend({ serial: z.int().min(1) });
export type Party = z.output<typeof partySchema>;

/** Opens the party, or finds it open. @throws DomainError `request_conflict` when the id stands for another one. */
export function openedParty(known: Party | null, { id, name }: Pick<PartyView, 'id' | 'name'>, serial: number, now: Date): Change<Party> | null {
  if (known === null) return { state: { name, status: 'active', createdAt: now.toISOString(), serial }, send: [send(nameGiven, { subjectId: id, name })] };
  if (known.name === name) return null;
  throw new DomainError('request_conflict', 'This id stands for another party.');
}

export const viewOfParty = ({ id, state: { serial: _, ...party } }: Versioned<Party>): PartyView => ({ id, ...party });
