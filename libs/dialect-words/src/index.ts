export { holds, phases, type Hold, type Phase } from './states.js';
export { wealthkernelPhasesOf, wealthkernelStatuses, wealthkernelStatusOf, type WealthkernelStatus } from './wealthkernel.js';
export { bultraStatesOf, bultraStatuses, bultraStatusOf, type BultraShown, type BultraStatus } from './bultra.js';
export { braidPayoutStatus, braidPhasesOf, braidStatuses, braidStatusOf, isBraidEnd, isSeenInBraid, type BraidLegStatus, type BraidShown, type BraidStatus } from './braid.js';
export { braidBalanceBody, braidEndOf, braidHead, braidLegKey, braidPayoutBody, braidSummaryBody, braidTime, braidUsd, type BraidLeg, type BraidWithdrawal } from './braid-bodies.js';
export { braidEventOf, braidEvents, bultraEventOf, bultraEvents, wealthkernelEventOf, wealthkernelEvents, WEALTHKERNEL_TEST } from './events.js';
