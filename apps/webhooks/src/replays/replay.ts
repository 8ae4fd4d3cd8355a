import { replayViewSchema, type ReplayView } from '@sluice/contract-webhooks';
import type { Versioned } from '@sluice/persistence';
import type { z } from 'zod';

/** What was sent again, when and why. `count`: deliveries put on their way once more. */
export const replaySchema = replayViewSchema.omit({ id: true });
export type Replay = z.output<typeof replaySchema>;

export const replayViewOf = ({ id, state }: Versioned<Replay>): ReplayView => ({ id, ...state });
