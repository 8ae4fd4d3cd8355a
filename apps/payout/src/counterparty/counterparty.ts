import { correctionSchema, counterpartyViewSchema, type CounterpartyView } from '@sluice/contract-payout';
import type { Change, Versioned } from '@sluice/persistence';
import { z } from 'zod';

/** A counterparty as stored: what its readers see, less the id, which is the document's own, and what its bank wants corrected. */
export const counterpartySchema = counterpartyViewSchema.omit({ id: true }).extend({ corrections: z.array(correctionSchema).optional() });
export type Counterparty = z.output<typeof counterpartySchema>;

export type Correction = z.output<typeof correctionSchema>;

export const viewOf = ({ id, state: { corrections: _, ...state } }: Versioned<Counterparty>): CounterpartyView => ({ id, ...state });

interface Correctable {
  readonly corrections?: Correction[] | undefined;
}

/** The payee with what its bank wants changed, unless that is known or it is another tenant's. */
export function recording<S extends Correctable>(current: Versioned<S> | null, tenantId: string, correction: Correction): Change<S> | null {
  const known = current?.state.corrections ?? [];
  if (current?.tenantId !== tenantId || known.some(({ reportId }) => reportId === correction.reportId)) return null;
  return { state: { ...current.state, corrections: [...known, correction] } };
}
