import { correctionSchema, counterpartyViewSchema, type CounterpartyView } from '@sluice/contract-payout';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';

/** A counterparty as stored: what its readers see, less the id, which is the document's own, and what its bank wants corrected. */
export const counterpartySchema = counterpartyViewSchema.omit({ id: true }).extend({ corrections: z.array(correctionSchema).optional() });
export type Counterparty = z.output<typeof counterpartySchema>;

export type Correction = z.output<typeof correctionSchema>;

export const viewOf = ({ id, state: { corrections: _, ...state } }: Versioned<Counterparty>): CounterpartyView => ({ id, ...state });
