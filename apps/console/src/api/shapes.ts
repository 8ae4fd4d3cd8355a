import type { OperatorShapes } from '@sluice/clients/operators';

/** What the operators' API answers, by the names that the console has for it. */
export interface Page<Row> { readonly data: readonly Row[]; readonly nextCursor: string | null }

export type Amount = OperatorShapes['Amount'];
export type Withdrawal = OperatorShapes['Withdrawal'];
export type Dialect = Withdrawal['dialect'];
export type Phase = Withdrawal['phase'];
export type Hold = Withdrawal['hold'];
export type WaitsFor = NonNullable<Withdrawal['waitsFor']>;
export type SourceLeg = Withdrawal['sourceLegs'][number];
export type PayoutLeg = Withdrawal['payoutLegs'][number];
export type TimelineRow = OperatorShapes['TimelineRow'];
export type StuckStep = OperatorShapes['StuckStep'];
export type Entry = OperatorShapes['LedgerEntry'];
export type Delivery = OperatorShapes['Delivery'];
export type Subscription = OperatorShapes['Subscription'];
export type DeadLetter = OperatorShapes['DeadLetter'];
export type OpenedLetter = OperatorShapes['OpenedDeadLetter'];
export type CauseCount = OperatorShapes['CauseCount'];
export type Verdict = OperatorShapes['Invariants'];
export type Reconciliation = OperatorShapes['Reconciliation'];
export type Document = OperatorShapes['Document'];
export type Referral = OperatorShapes['Referral'];
export type Hit = Referral['hits'][number];
export type ListedName = OperatorShapes['ListedName'];
export type UnmatchedReport = OperatorShapes['UnmatchedReport'];
export type BankFile = OperatorShapes['BankFile'];
export type ApiClient = OperatorShapes['Client'];
export type Tenant = OperatorShapes['Tenant'];
export type FeeSchedule = OperatorShapes['FeeSchedule'];
export type Limit = OperatorShapes['Limit'];
export type Pause = OperatorShapes['Pause'];
export type Sandbox = OperatorShapes['Sandbox'];
export type Event = OperatorShapes['ChangeEvent'];
export type Session = OperatorShapes['Session'];
export type Flow = OperatorShapes['Flow'];
export type FlowCell = Flow['underWay'][number];
export type FlowBucket = Flow['buckets'][number];
export type Backlog = OperatorShapes['WebhookBacklog'];
export type ProviderHealth = OperatorShapes['Provider'];
export type ActionPreview = OperatorShapes['ActionPreview'];
export type Outlook = OperatorShapes['Outlook'];
export type SagaState = Outlook['states'][number];

/** In the order in which they are shown. */
export const dialects = ['wealthkernel', 'bultra', 'braid'] as const satisfies readonly Dialect[];
export const phases = ['created', 'authorized', 'sourcing', 'bridging', 'delivering', 'cancelling', 'settled', 'partial', 'failed', 'rejected', 'cancelled'] as const satisfies readonly Phase[];
export const holds = ['none', 'rfi', 'approval', 'approval_queued'] as const satisfies readonly Hold[];
