/** What the operators' API answers, as far as the console reads it. */
export interface Amount { readonly currency: string; readonly amount: string }
export interface Page<Row> { readonly data: readonly Row[]; readonly nextCursor: string | null }

export const dialects = ['wealthkernel', 'bultra', 'braid'] as const;
export type Dialect = (typeof dialects)[number];
export const phases = ['created', 'authorized', 'sourcing', 'bridging', 'delivering', 'cancelling', 'settled', 'partial', 'failed', 'rejected', 'cancelled'] as const;
export type Phase = (typeof phases)[number];
export const holds = ['none', 'rfi', 'approval', 'approval_queued'] as const;
export type Hold = (typeof holds)[number];

export type WaitsFor = 'compliance' | 'acceptance' | 'documents' | 'decision' | 'window' | 'ledger' | 'liquidity' | 'bridging' | 'payment' | 'undoing';

export interface SourceLeg { readonly id: string; readonly positionKey: string; readonly chain: string | null; readonly amount: Amount; readonly status: string }
export interface PayoutLeg {
  readonly id: string; readonly key: string; readonly attempt: number; readonly status: string; readonly amount: Amount; readonly rail: string | null;
  readonly chain: string | null; readonly reference: string | null; readonly txHash: string | null; readonly failureReason: string | null;
}
export interface Withdrawal {
  readonly id: string; readonly tenantId: string; readonly dialect: Dialect; readonly dialectId: string; readonly phase: Phase; readonly hold: Hold; readonly version: number;
  readonly amount: Amount; readonly delivered: Amount; readonly fee: Amount; readonly sourceLegs: readonly SourceLeg[]; readonly payoutLegs: readonly PayoutLeg[];
  readonly timers: readonly { readonly name: string; readonly dueAt: string }[];
  readonly history: readonly { readonly version: number; readonly phase: Phase; readonly hold: Hold; readonly at: string }[];
  readonly waitsFor: WaitsFor | null; readonly traceId: string | null; readonly createdAt: string; readonly updatedAt: string; readonly endedAt: string | null;
}
export interface TimelineRow {
  readonly at: string; readonly service: string; readonly kind: 'step' | 'message' | 'provider-call' | 'timer' | 'operator' | 'webhook'; readonly name: string;
  readonly outcome: string; readonly attempt: number; readonly traceId: string | null; readonly detail: string | null;
}
export interface StuckStep {
  readonly id: string; readonly dialect: Dialect; readonly dialectId: string; readonly phase: Phase; readonly hold: Hold; readonly step: string; readonly legId: string | null;
  readonly since: string | null; readonly promise: string | null; readonly overdueSince: string;
}
export interface Entry {
  readonly id: string; readonly withdrawalId: string | null; readonly kind: string; readonly at: string;
  readonly lines: readonly { readonly accountId: string; readonly currency: string; readonly debit: string; readonly credit: string }[];
}
export interface Delivery {
  readonly id: string; readonly subscriptionId: string; readonly eventId: string; readonly type: string; readonly withdrawalId?: string;
  readonly status: 'pending' | 'delivered' | 'failed' | 'dropped'; readonly url: string; readonly body: string; readonly createdAt: string; readonly nextAt?: string;
  readonly attempts: readonly { readonly at: string; readonly status?: number; readonly error?: string; readonly tookMs: number }[];
}
export interface Subscription { readonly id: string; readonly dialect: Dialect; readonly url: string; readonly events: readonly string[]; readonly active: boolean; readonly disabledAt: string | null; readonly createdAt: string }
export interface DeadLetter { readonly id: string; readonly cause: string; readonly service: string; readonly type: string; readonly withdrawalId: string | null; readonly attempts: number; readonly firstAt: string; readonly lastAt: string }
/** With what it says, account numbers and names left out. */
export interface OpenedLetter extends DeadLetter { readonly body: string }
export interface CauseCount { readonly cause: string; readonly count: number }
export interface Verdict { readonly ok: boolean; readonly checkedAt: string; readonly invariants: readonly { readonly number: number; readonly name: string; readonly ok: boolean; readonly violations: readonly string[] }[] }
export interface Reconciliation { readonly id: string; readonly checkedAt: string; readonly breaks: readonly { readonly kind: string; readonly provider: string; readonly reference: string; readonly expected?: string | null; readonly actual?: string | null }[] }
export interface Document {
  readonly id: string; readonly withdrawalId: string; readonly type: string; readonly description: string; readonly status: 'PENDING' | 'UPLOADED' | 'ACCEPTED' | 'REJECTED';
  readonly filename?: string; readonly size?: number; readonly uploadedAt?: string; readonly note?: string; readonly reason?: string; readonly stage: string; readonly requestedAt: string;
  readonly reviewedAt?: string; readonly awaited: boolean;
}
export interface Hit { readonly name: string; readonly listed: string; readonly list: string; readonly listedId: string; readonly score: number }
export interface Referral { readonly withdrawalId: string; readonly stage: string; readonly listVersion: string; readonly hits: readonly Hit[]; readonly incomparable?: readonly string[]; readonly referredAt: string }
export interface ListedName { readonly subjectId: string; readonly name: string; readonly listVersion: string; readonly hits: readonly Hit[]; readonly listedAt: string }
export interface UnmatchedReport { readonly id: string; readonly firstAt: string; readonly lastAt: string; readonly count: number; readonly reason: string; readonly body: string }
export interface BankFile { readonly id: string; readonly firstAt: string; readonly lastAt: string; readonly count: number; readonly reason: string; readonly sentence: string; readonly content: string; readonly source: string }
export interface ApiClient { readonly id: string; readonly dialect: string; readonly scopes: readonly string[]; readonly revokedAt: string | null }
export interface FeeSchedule { readonly id: string; readonly dialect: string; readonly charge: 'accrued' | 'none'; readonly flat: readonly Amount[]; readonly withdrawals: string | null; readonly creditedTo: string | null }
export interface Limit { readonly scope: 'tenant' | 'account' | 'counterparty'; readonly currency: string; readonly perWithdrawal: string | null; readonly perDay: string | null; readonly per30Days: string | null; readonly countPerDay: number | null }
export interface Pause { readonly id: string; readonly rail?: string; readonly provider?: string; readonly reason: string; readonly since: string }
export interface Sandbox {
  readonly pace: 'instant' | 'clock';
  readonly rfi: { readonly dialects: readonly Dialect[]; readonly upFrontOver: string | null; readonly inReviewOver: string | null; readonly otherOver: string | null; readonly newCounterparty: boolean; readonly autoReview: boolean };
}
export interface Event { readonly id: string; readonly sequence: number; readonly withdrawalId: string | null; readonly dialect: Dialect; readonly dialectId: string; readonly type: string; readonly at: string; readonly data: { readonly phase?: Phase; readonly hold?: Hold } }

/** Who is signed in, and what there is for them. */
export interface Session { readonly tenant: { readonly id: string; readonly name: string }; readonly scopes: readonly string[]; readonly sandbox: boolean; readonly tracesUrl: string | null; readonly now: string }

/** Withdrawals of one dialect over one rail or chain in one phase. */
export interface FlowCell { readonly dialect: Dialect; readonly rail: string | null; readonly phase: Phase; readonly hold: Hold; readonly count: number; readonly oldestAt: string }
export interface FlowBucket { readonly from: string; readonly started: number; readonly settled: number; readonly failed: number; readonly medianSeconds: number | null; readonly slowSeconds: number | null }
export interface Flow { readonly now: string; readonly from: string; readonly bucketSeconds: number; readonly underWay: readonly FlowCell[]; readonly ended: readonly FlowCell[]; readonly buckets: readonly FlowBucket[] }
export interface Backlog { readonly pending: number; readonly endpoints: number; readonly oldestAt: string | null }
export interface ProviderHealth { readonly provider: string; readonly service: string; readonly calls: number; readonly failed: number; readonly lastAt: string; readonly lastOutcome: string }

/** What an operator can do to a withdrawal now, and what would come of it. */
export interface ActionPreview { readonly id: string; readonly dialectId: string; readonly action: 'retry-step' | 'fail' | 'cancel'; readonly possible: boolean; readonly step: string; readonly nextStep: string | null; readonly nextPhase: Phase | null }
export interface SagaState {
  readonly name: string; readonly phase: Phase; readonly hold: Hold; readonly sends: string | null; readonly timeout: string | null; readonly onTimeout: string | null; readonly ends: boolean;
  readonly on: readonly { readonly message: string; readonly to: string }[];
}
export interface Outlook {
  readonly kind: string; readonly states: readonly SagaState[]; readonly path: readonly { readonly step: string; readonly at: string }[]; readonly actions: readonly ActionPreview[];
  readonly timers: readonly { readonly name: string; readonly dueAt: string; readonly leadsTo: string | null }[];
}
