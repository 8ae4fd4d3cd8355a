import { counterpartyViewSchema, type CounterpartyView } from '@sluice/contract-payout';
import type { Versioned } from '@sluice/persistence';
import type { z } from 'zod';

/** A counterparty as stored: what its readers see, less the id, which is the document's own. */
export const counterpartySchema = counterpartyViewSchema.omit({ id: true });
export type Counterparty = z.output<typeof counterpartySchema>;

export const viewOf = ({ id, state }: Versioned<Counterparty>): CounterpartyView => ({ id, ...state });
