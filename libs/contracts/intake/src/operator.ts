/** What operators see of a withdrawal of any kind, what they can do to it, and what is shown to whoever checks the services against each other. */
import { chainSchema, contractOf, dialectSchema, findingSchema, holdSchema, idSchema, moneySchema, pageSchema, phaseSchema, railSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';
import { payoutLegStatusSchema } from './wallet.js';

const service = contractOf('intake');

export const sourceLegStatusSchema = z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled']);

/** What a withdrawal, or one of its payout legs, waits for now. */
export const stepSchema = z.object({
  name: z.string(),
  /** Absent: a step of the withdrawal itself. */
  legId: idSchema.optional(),
  /** When it was entered first, also when it was asked again since. */
  since: timeSchema.optional(),
  dueAt: timeSchema.optional(),
  /** How long it may take (ISO 8601). */
  promise: z.string().optional(),
  /** Since when it has been taking longer than that. */
  overdueSince: timeSchema.optional(),
});
export type StepView = z.output<typeof stepSchema>;

/** Whom or what a withdrawal's own step waits for: a service's answer, a client, an operator, or a time. */
export const waitsForSchema = z.enum(['compliance', 'acceptance', 'documents', 'decision', 'window', 'ledger', 'liquidity', 'bridging', 'payment', 'undoing']);
export type WaitsFor = z.output<typeof waitsForSchema>;

/** The canonical withdrawal (spec/canonical.md), whatever its kind. */
export const canonicalViewSchema = z.object({
  id: idSchema,
  dialect: dialectSchema,
  dialectId: idSchema,
  phase: phaseSchema,
  hold: holdSchema,
  version: z.int().min(1),
  amount: moneySchema,
  delivered: moneySchema,
  fee: moneySchema,
  sourceLegs: z.array(z.object({ id: idSchema, positionKey: z.string(), chain: z.string().optional(), amount: moneySchema, status: sourceLegStatusSchema })),
  payoutLegs: z.array(z.object({
    id: idSchema, key: z.string(), attempt: z.int().min(1), status: payoutLegStatusSchema, amount: moneySchema,
    rail: railSchema.optional(), chain: chainSchema.optional(), reference: z.string().optional(), txHash: z.string().optional(), failureReason: z.string().optional(),
  })),
  steps: z.array(stepSchema),
  /** Absent once it has ended. */
  waitsFor: waitsForSchema.optional(),
  history: z.array(z.object({ version: z.int(), step: z.string(), phase: phaseSchema, hold: holdSchema, at: timeSchema })),
  traceId: z.string().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type CanonicalView = z.output<typeof canonicalViewSchema>;

/** By the canonical id or by any dialect's. */
export const getCanonicalWithdrawal = service.request('get-canonical-withdrawal', { body: z.object({ id: idSchema }), reply: canonicalViewSchema, refusals: ['not_found'] });

/** Newest first; `after` is the canonical id of the last one seen. `text` is looked for in ids, the reference, the payee's name, and the references and hashes of payments. */
export const listCanonicalWithdrawals = service.request('list-canonical-withdrawals', {
  body: pageSchema.extend({
    dialect: dialectSchema.optional(),
    phase: phaseSchema.optional(),
    hold: holdSchema.optional(),
    stuck: z.boolean().optional(),
    createdFrom: timeSchema.optional(),
    /** Exclusive. */
    createdTo: timeSchema.optional(),
    text: z.string().min(1).max(100).optional(),
  }),
  reply: z.object({ withdrawals: z.array(canonicalViewSchema), hasMore: z.boolean() }),
  refusals: ['invalid_request'],
});

/**
 * What an operator does to a withdrawal under way, once per `actionId`; replied to at once, with the withdrawal as it then stands.
 * `retry-step` asks again for what is waited for; `fail` takes back what was asked and ends as failed; `cancel` stops what can be stopped.
 */
export const operateWithdrawal = service.request('operate-withdrawal', {
  body: z.object({ id: idSchema, action: z.enum(['retry-step', 'fail', 'cancel']), actionId: idSchema, reason: z.string().min(1).max(1_000) }),
  reply: canonicalViewSchema,
  refusals: ['not_found', 'invalid_status'],
});

/** A hold that a withdrawal has in the ledger: `maybe` while it is being placed or released, `open` when it must be there. */
const expectedHoldSchema = z.object({
  holdId: idSchema,
  accountId: idSchema,
  /** Minor units; absent while it is not known yet how much is held. */
  units: z.string().optional(),
  ledgerHold: z.enum(['maybe', 'open']),
});
export type ExpectedHold = z.output<typeof expectedHoldSchema>;

/** A withdrawal as its readers see it now, and when each of its versions was made: what its events have to agree with. */
const checkedWithdrawalSchema = z.object({
  id: idSchema,
  version: z.int().min(1),
  view: z.record(z.string(), z.unknown()),
  changes: z.array(z.object({ version: z.int(), at: timeSchema })),
});
export type CheckedWithdrawal = z.output<typeof checkedWithdrawalSchema>;

/**
 * Checks a tenant's withdrawals by themselves: those that are under way or have changed since they were right. `full`: all that are stored, and
 * proves the running totals; `isProved` says whether that came to its end. The rest is what other services have to agree with.
 */
export const checkWithdrawals = service.request('check-withdrawals', {
  body: z.object({ full: z.boolean().default(false) }),
  reply: z.object({
    findings: z.array(findingSchema),
    holds: z.array(expectedHoldSchema),
    /** What withdrawals have moved onto each clearing account; null while one of them is moving an amount. */
    clearing: z.array(z.object({ accountId: idSchema, amount: moneySchema.nullable() })),
    newest: z.array(checkedWithdrawalSchema),
    /** On the tenant's clock, before the withdrawals were read. */
    now: timeSchema,
    isProved: z.boolean(),
  }),
});

/** What is on its way out of accounts: legs that have not ended, in minor units. An account of which nothing is on its way is not in the reply. */
export const listUnderWay = service.request('list-under-way', {
  body: z.object({ accountIds: z.array(idSchema).max(100) }),
  reply: z.object({ accounts: z.array(z.object({ accountId: idSchema, units: z.string() })) }),
});

/** Every tenant that has a withdrawal, whoever's request it is; `unchecked`: only those of whom one has changed since it was found right. */
export const listTenants = service.request('list-tenants', {
  body: z.object({ unchecked: z.boolean().default(false) }),
  reply: z.object({ tenants: z.array(z.string().min(1)) }),
});
