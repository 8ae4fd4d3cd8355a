export { wealthkernelEventOf, wealthkernelEvents, wealthkernelPhasesOf, wealthkernelStatuses, wealthkernelStatusOf, WEALTHKERNEL_TEST, type WealthkernelStatus } from './wealthkernel.js';
export { bultraEventOf, bultraEvents, bultraStatesOf, bultraStatuses, bultraStatusOf, type BultraShown, type BultraStatus } from './bultra.js';
export {
  braidBalanceBody, braidEndOf, braidEventOf, braidEvents, braidHead, braidLegKey, braidPayoutBody, braidPayoutStatus, braidPhasesOf, braidStatuses, braidStatusOf, braidSummaryBody, braidTime, braidUsd, isBraidEnd,
  isSeenInBraid, type BraidLeg, type BraidLegStatus, type BraidShown, type BraidStatus, type BraidWithdrawal,
} from './braid.js';
