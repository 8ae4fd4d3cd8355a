import type { OutboxEntry } from '@sluice/messaging';
import type { Model } from 'mongoose';

/** What every aggregate's document holds beside its state, whose fields stand on the same level. */
export interface AggregateDocument {
  _id: string;
  tenantId: string;
  version: number;
  dueAt: Date | null;
  outbox: OutboxEntry[];
  /** Whom and what the latest change was for: a timer that fires speaks in its name. */
  cause: { withdrawalId?: string; replyTo?: string; traceparent?: string };
}

export type AggregateModel = Model<AggregateDocument>;
