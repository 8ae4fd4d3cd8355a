import { decideReferral, limitSchema, listDocuments, listListedNames, listReferrals, requirementSchema, rulesSchema } from '@sluice/contract-compliance';
import { getOutlook, measureFlow, payoutLegStatusSchema, previewAction, sourceLegStatusSchema, waitsForSchema } from '@sluice/contract-intake';
import { chainSchema, currencySchema, deadLetterSchema, dialectSchema, holdSchema, openedLetterSchema, paceSchema, phaseSchema, providerCallsSchema, railSchema, timeSchema } from '@sluice/contract-kit';
import { accountViewSchema } from '@sluice/contract-ledger';
import { feeScheduleSchema } from '@sluice/contract-liquidity';
import { reconciliationSchema, verdictSchema } from '@sluice/contract-operations';
import { pauseViewSchema, quarantinedFileSchema, unmatchedCallbackSchema } from '@sluice/contract-payout';
import { deliveryViewSchema, measureBacklog, noticeSchema, replayViewSchema, subscriptionViewSchema } from '@sluice/contract-webhooks';
import { z } from 'zod';
import { clientKinds } from '../access/client.js';

/** The shapes that have a name in the OpenAPI document of the operators' API. Where a service's view is shown as it is, its contract's schema is the shape. */
export const shapes = z.registry<{ id: string }>();

function named<Shape extends z.ZodType>(id: string, shape: Shape): Shape {
  shapes.add(shape, { id });
  return shape;
}

const listOf = <Shape extends z.ZodType>(id: string, row: Shape) =>
  named(id, z.object({ data: z.array(row), nextCursor: z.string().nullable().meta({ description: 'The `cursor` of the next page; null on the last one.' }) }));

const text = z.string();
const time = timeSchema.meta({ examples: ['2026-01-15T10:30:00.000Z'] });
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/).meta({ description: 'A decimal of its currency, with all of its decimals.', examples: ['1250.00'] });
const traceId = text.nullable().meta({ description: 'Of the withdrawal’s trace.' });
const count = z.int().nonnegative();
const amountShape = named('Amount', z.object({ currency: currencySchema, amount: decimal }));

const identity = {
  id: text.meta({ description: 'The canonical id.', examples: ['6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11'] }), tenantId: text, dialect: dialectSchema,
  dialectId: text.meta({ description: 'What its dialect calls it.', examples: ['wth_777666555444333'] }), phase: phaseSchema, hold: holdSchema,
};

export const withdrawalShape = named('Withdrawal', z.object({
  ...identity,
  version: z.int().min(1), amount: amountShape, delivered: amountShape, fee: amountShape,
  sourceLegs: z.array(z.object({ id: text, positionKey: text, chain: text.nullable(), amount: amountShape, status: sourceLegStatusSchema })),
  payoutLegs: z.array(z.object({
    id: text, key: text, attempt: z.int().min(1), status: payoutLegStatusSchema, amount: amountShape, rail: railSchema.nullable(), chain: chainSchema.nullable(),
    reference: text.nullable(), txHash: text.nullable(), failureReason: text.nullable(),
  })),
  timers: z.array(z.object({ name: text, dueAt: time })).meta({ description: 'What bounds its steps, each named after its step, and after its leg where it is a leg’s.' }),
  history: z.array(z.object({ version: z.int(), phase: phaseSchema, hold: holdSchema, at: time })),
  waitsFor: waitsForSchema.nullable().meta({ description: 'Whom or what it waits for: a service’s answer, its client, an operator’s decision, its window. Null once it has ended.' }),
  traceId, createdAt: time, updatedAt: time, endedAt: time.nullable(),
}));
export type WithdrawalBody = z.output<typeof withdrawalShape>;
export const withdrawalListShape = listOf('WithdrawalList', withdrawalShape);

export const stuckShape = named('StuckStep', z.object({
  ...identity, step: text, legId: text.nullable(), since: time.nullable(), promise: text.nullable().meta({ description: 'How long it may take (ISO 8601).' }), overdueSince: time,
}));
export type StuckBody = z.output<typeof stuckShape>;
export const stuckListShape = listOf('StuckStepList', stuckShape);

export const timelineRowShape = named('TimelineRow', z.object({
  at: time, service: text, kind: z.enum(['step', 'message', 'provider-call', 'timer', 'operator', 'webhook']), name: text, outcome: text, attempt: z.int().min(1), traceId, detail: text.nullable(),
}));
export type TimelineRow = z.output<typeof timelineRowShape>;
export const timelineShape = listOf('Timeline', timelineRowShape);

const entry = { id: text, sequence: z.int().min(1), tenantId: text, dialect: dialectSchema, dialectId: text, at: time };
const changeShape = named('ChangeEvent', z.object({
  ...entry, withdrawalId: text, type: text.regex(/^withdrawal\./).meta({ examples: ['withdrawal.settled'] }), data: z.object({ phase: text, hold: text, amount: amountShape }),
}));
export type ChangeBody = z.output<typeof changeShape>;
/** About no withdrawal: what the dialect knows it by is its subscription. */
const noticeShape = named('NoticeEvent', z.object({
  ...entry, withdrawalId: z.null(), type: noticeSchema.shape.type, data: noticeSchema.pick({ subscriptionId: true, url: true, failures: true, failingSince: true, cause: true }),
}));
export type NoticeBody = z.output<typeof noticeShape>;
/** There is always a cursor to go on from, also at the log's end. */
export const eventListShape = named('EventList', z.object({ data: z.array(z.union([changeShape, noticeShape])), nextCursor: text }));
export const replayListShape = listOf('ReplayList', named('Replay', replayViewSchema));

export const countShape = named('Count', z.object({ count }));

const letterShape = named('DeadLetter', deadLetterSchema.extend({ withdrawalId: text.nullable() }));
export type LetterBody = z.output<typeof letterShape>;
export const openedLetterShape = named('OpenedDeadLetter', openedLetterSchema.extend({ withdrawalId: text.nullable(), body: text.meta({ description: 'The message as JSON. Names, numbers and every text that could be one are left out.' }) }));
export const lettersShape = named('DeadLetters', z.union([listOf('DeadLetterList', letterShape), listOf('CauseList', named('CauseCount', z.object({ cause: text, count })))]));

export const deliveryShape = named('Delivery', deliveryViewSchema);
export const deliveryListShape = listOf('DeliveryList', deliveryShape);
export const subscriptionShape = named('Subscription', subscriptionViewSchema.extend({ disabledAt: time.nullable() }));
export type SubscriptionBody = z.output<typeof subscriptionShape>;
export const subscriptionListShape = listOf('SubscriptionList', subscriptionShape);

export const documentListShape = listOf('DocumentList', named('Document', listDocuments.reply.shape.documents.element));
export const reviewedShape = named('ReviewedDocument', requirementSchema);
export const referralListShape = listOf('ReferralList', named('Referral', listReferrals.reply.shape.referrals.element));
export const listedNameListShape = listOf('ListedNameList', named('ListedName', listListedNames.reply.shape.names.element));
export const decisionShape = named('ReferralDecision', decideReferral.reply);
export const limitListShape = listOf('LimitList', named('Limit', limitSchema));

export const accountShape = named('LedgerAccount', z.object({
  id: text, kind: accountViewSchema.shape.kind, owner: text, currency: currencySchema, posted: decimal, pending: decimal, available: decimal,
}));
export type AccountBody = z.output<typeof accountShape>;
export const accountListShape = listOf('LedgerAccountList', accountShape);
export const entryShape = named('LedgerEntry', z.object({
  id: text, withdrawalId: text.nullable(), kind: text, at: time, lines: z.array(z.object({ accountId: text, currency: currencySchema, debit: decimal, credit: decimal })),
}));
export type EntryBody = z.output<typeof entryShape>;
export const entryListShape = listOf('LedgerEntryList', entryShape);
export const trialBalanceShape = named('TrialBalance', z.object({
  balanced: z.boolean(), currencies: z.array(z.object({ currency: currencySchema, debits: decimal, credits: decimal, difference: decimal })),
}));
export type TotalsBody = z.output<typeof trialBalanceShape>['currencies'][number];

export const invariantsShape = named('Invariants', verdictSchema);
export const reconciliationShape = named('Reconciliation', reconciliationSchema);
export const reconciliationListShape = listOf('ReconciliationList', reconciliationShape);
export const bankFileListShape = listOf('BankFileList', named('BankFile', quarantinedFileSchema));
export const unmatchedListShape = listOf('UnmatchedReportList', named('UnmatchedReport', unmatchedCallbackSchema));

const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const auditRecordShape = named('AuditRecord', z.object({
  id: text, sequence: z.int().min(1), tenantId: text, kind: z.enum(['intent', 'outcome']), actionId: text.meta({ description: 'The same in both records of one action.' }),
  action: text.meta({ examples: ['POST withdrawals/:id/actions/fail'] }), who: text.meta({ description: 'Id of the key that was used.' }), reason: text.nullable(), target: text, at: time,
  outcome: text.nullable().meta({ description: '`done`, `refused: …` or `failed: …`; null in an intent.' }), previousHash: hash, hash,
}));
export type AuditBody = z.output<typeof auditRecordShape>;
export const auditListShape = listOf('AuditRecordList', auditRecordShape);
export const verificationShape = named('AuditVerification', z.object({
  ok: z.boolean(), records: count, lastHash: hash.nullable(), breach: text.nullable().meta({ description: 'The first thing that is wrong.' }),
  open: z.array(text).meta({ description: 'Actions whose outcome was never recorded.' }),
}));

export const tenantShape = named('Tenant', z.object({ id: text, name: text, feePortfolioId: text }));
export type TenantBody = z.output<typeof tenantShape>;
export const tenantListShape = listOf('TenantList', tenantShape);

const client = { id: text, dialect: z.enum(clientKinds), scopes: z.array(text).readonly(), revokedAt: time.nullable() };
const clientShape = named('Client', z.object(client));
export type ClientBody = z.output<typeof clientShape>;
export const clientListShape = listOf('ClientList', clientShape);
export const newClientShape = named('NewClient', z.object({ ...client, secret: text.meta({ description: 'Shown this once. The bearer token itself where the dialect has fixed ones.' }) }));

export const feeScheduleShape = named('FeeSchedule', z.object({
  id: dialectSchema, dialect: dialectSchema, charge: feeScheduleSchema.shape.charge, flat: z.array(amountShape).readonly(),
  withdrawals: z.literal('Full').nullable().meta({ description: 'Which withdrawals are charged.' }), creditedTo: text.nullable(),
}));
export type FeeScheduleBody = z.output<typeof feeScheduleShape>;
export const feeScheduleListShape = listOf('FeeScheduleList', feeScheduleShape);

export const sessionShape = named('Session', z.object({
  tenant: z.object({ id: text, name: text }), scopes: z.array(text).readonly(), sandbox: z.boolean(), tracesUrl: text.nullable().meta({ description: 'Where a trace is shown, with `/trace/` and its id after it.' }), now: time,
}));
export const flowShape = named('Flow', measureFlow.reply);
export const providerListShape = listOf('ProviderList', named('Provider', providerCallsSchema.extend({ service: text })));
export const backlogShape = named('WebhookBacklog', measureBacklog.reply);
export const actionPreviewListShape = listOf('ActionPreviewList', named('ActionPreview', previewAction.reply.shape.previews.element));
export const outlookShape = named('Outlook', getOutlook.reply);
export const pauseShape = named('Pause', pauseViewSchema);
export const pauseListShape = listOf('PauseList', pauseShape);

export const clockShape = named('Clock', z.object({ now: time }));
export const sandboxShape = named('Sandbox', z.object({ pace: paceSchema, rfi: rulesSchema }));
export type SandboxBody = z.output<typeof sandboxShape>;
export const createdShape = named('Created', z.object({ id: text }));
export const statusSetShape = named('StatusSet', z.object({ target: text, status: text }));
