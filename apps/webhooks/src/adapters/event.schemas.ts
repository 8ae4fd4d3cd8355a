import { Schema } from 'mongoose';

export const EVENTS = 'events';
export const HELD_CHANGES = 'held_changes';

const text = { type: String, required: true } as const;
const change = { _id: text, tenantId: text, withdrawalId: text, sequence: { type: Number, required: true } };

/** One place per event and one event per place, and one event per version of a withdrawal: the log's order rests on these two indexes. */
export const eventsSchema = new Schema({ ...change, position: { type: Number, required: true } }, { versionKey: false })
  .index({ tenantId: 1, position: 1 }, { unique: true })
  .index({ tenantId: 1, withdrawalId: 1, sequence: 1 }, { unique: true });

/** What came before its predecessors; found by id alone. */
export const heldChangesSchema = new Schema(change, { versionKey: false });
