import { Injectable } from '@nestjs/common';
import { replayViewSchema, type ReplayView } from '@sluice/contract-webhooks';
import { aggregate, repositoryOf, type Versioned } from '@sluice/persistence';
import type { z } from 'zod';

/** What was sent again, when and why. `count`: deliveries sent again. */
export const replaySchema = replayViewSchema.omit({ id: true });
export type Replay = z.output<typeof replaySchema>;

export const replayViewOf = ({ id, state }: Versioned<Replay>): ReplayView => ({ id, ...state });

export const replays = aggregate({ collection: 'replays', state: replaySchema, indexes: [{ tenantId: 1, at: -1, _id: -1 }] });

@Injectable()
export class ReplaysRepository extends repositoryOf(replays) {}
