import { aggregateSchema, followed } from '@sluice/persistence';
import { Schema } from 'mongoose';

export const ENTRIES = 'entries';
export const BROUGHT_FORWARD = 'brought_forward';
export const ENTRY_TOTALS = 'entry_totals';
export const ENTRY_FOLDS = 'entry_folds';

/** What mongoose leaves alone: its shape is checked by zod on reading and by types on writing. */
const asIs = { type: Schema.Types.Mixed, required: true } as const;
const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;

/** `tenantId/accountId` → the account's balance, open holds, and what waits to be filed. */
export const accountSchema: Schema = followed(aggregateSchema({
  accountId: text, kind: text, owner: text, nickname: String, status: text, currency: text, openedAt: time, posted: text, pending: text,
  holds: asIs, unfiledEntries: asIs, unfiledHolds: asIs,
}));
accountSchema.index({ tenantId: 1, _id: 1 }, { partialFilterExpression: { 'holds.0': { $exists: true } } });
accountSchema.index({ tenantId: 1, openedAt: -1, _id: -1 });
accountSchema.index({ tenantId: 1, kind: 1, openedAt: -1, _id: -1 });
accountSchema.index({ tenantId: 1, owner: 1, openedAt: -1, _id: -1 });

const lineSchema = new Schema(
  { accountId: text, currency: text, debit: { type: Schema.Types.Decimal128, required: true }, credit: { type: Schema.Types.Decimal128, required: true } },
  { _id: false },
);

/** The journal: entry id → the entry. Units are Decimal128, so that the database adds them up exactly. */
export const entrySchema: Schema = followed(new Schema(
  { _id: text, tenantId: text, kind: text, withdrawalId: String, sourceId: text, at: time, lines: [lineSchema], notForwarded: [String] },
  { versionKey: false },
));
entrySchema.index({ tenantId: 1, at: 1, _id: 1 });
entrySchema.index({ tenantId: 1, 'lines.accountId': 1, at: 1, _id: 1 });
entrySchema.index({ tenantId: 1, withdrawalId: 1, at: 1, _id: 1 });
entrySchema.index({ tenantId: 1, notForwarded: 1 });

/** Sums of accounts that are there by their names: `tenantId/accountId` → the sum, and how far it goes. */
export const broughtForwardSchema: Schema = followed(new Schema(
  { _id: text, tenantId: text, accountId: text, since: time, version: { type: Number, required: true }, units: text, latest: [String] },
  { versionKey: false },
));
broughtForwardSchema.index({ tenantId: 1, accountId: 1 });

/** Closed holds: `tenantId/accountId/holdId` → how the hold ended. */
export const closedHoldSchema: Schema = followed(new Schema(
  {
    _id: text, tenantId: text, accountId: text, holdId: text, currency: text, amount: text, postings: asIs,
    outcome: text, reason: String, released: text, closedAt: time,
  },
  { versionKey: false },
));
