/** The canonical phases of a withdrawal, in the order of its life. */
export const phases = ['created', 'authorized', 'sourcing', 'bridging', 'delivering', 'cancelling', 'settled', 'partial', 'failed', 'rejected', 'cancelled'] as const;
export type Phase = (typeof phases)[number];

/** What a withdrawal may be waiting for, apart from its phase. */
export const holds = ['none', 'rfi', 'approval', 'approval_queued'] as const;
export type Hold = (typeof holds)[number];

/** The same for whatever is waited for. */
export const forEveryHold = <Value>(value: Value): Record<Hold, Value> => ({ none: value, rfi: value, approval: value, approval_queued: value });
