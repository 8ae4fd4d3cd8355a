/** What liquidity can be asked about portfolio wallets: USDC as cash on chains and in yield positions. Amounts are USDC units (6 decimals). */
import { addressSchema, chainSchema, contractOf, idSchema, pageSchema, positiveMoneySchema, moneySchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('liquidity');

export const positionKeySchema = z.enum(['usdz', 'syrupUsdc', 'rlp', 'ustb']);
/** Where value lies: cash in a bridge domain, or a position. */
export const sourceKeySchema = z.enum(['cash_usdc:cctp', 'cash_usdc:bsc', ...positionKeySchema.options]);
export const walletStatusSchema = z.enum(['creating', 'active', 'disabled', 'archived']);
export const approvalPolicySchema = z.enum(['none', 'customer']);
const targetsSchema = z.array(z.object({ positionKey: positionKeySchema, targetWeightBps: z.int().min(0).max(10_000) })).min(1);

export const walletViewSchema = z.object({
  id: idSchema,
  label: z.string(),
  status: walletStatusSchema,
  approvalPolicy: approvalPolicySchema,
  createdAt: timeSchema,
  /** The same address on every EVM chain, derived for this wallet. */
  depositAddress: addressSchema,
  targets: targetsSchema,
  total: moneySchema,
  /** Total less what withdrawals have reserved. */
  withdrawable: moneySchema,
  earned: moneySchema,
  /** Value by location: cash per chain and positions on theirs. */
  holdings: z.array(z.object({ key: sourceKeySchema, chain: chainSchema, value: moneySchema, reserved: moneySchema })),
});
export type WalletView = z.output<typeof walletViewSchema>;

/** Opens a wallet once per id; with other parameters under the same id it is refused. */
export const openWallet = service.request('open-wallet', {
  body: z.object({ id: idSchema, label: z.string(), targets: targetsSchema, approvalPolicy: approvalPolicySchema }),
  reply: walletViewSchema,
  refusals: ['request_conflict'],
});
export const getWallet = service.request('get-wallet', { body: z.object({ id: idSchema }), reply: walletViewSchema, refusals: ['not_found'] });
export const listWallets = service.request('list-wallets', {
  body: pageSchema,
  reply: z.object({ wallets: z.array(walletViewSchema), hasMore: z.boolean() }),
  refusals: ['invalid_request'],
});
export const setWalletStatus = service.request('set-wallet-status', { body: z.object({ id: idSchema, status: walletStatusSchema }), reply: walletViewSchema, refusals: ['not_found'] });

/** A party or a wallet has this name. */
export const nameGiven = service.event('name-given', z.object({ subjectId: idSchema, name: z.string() }), { subjectId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db', name: 'Treasury' });

/** What a wallet is worth, or what of it is free, may be another than before. */
export const walletMoved = service.event('wallet-moved', z.object({ walletId: idSchema }), { walletId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db' });

/** Sandbox: USDC minted to the wallet on a chain, kept as cash or put into a position there; once per `depositId`. Replied to when it is booked. */
export const depositToWallet = service.request('deposit-to-wallet', {
  body: z.object({ depositId: idSchema, walletId: idSchema, chain: chainSchema, amount: positiveMoneySchema, positionKey: positionKeySchema.optional() }),
  reply: walletViewSchema,
  refusals: ['not_found', 'invalid_request'],
});

/** Seconds. */
const quantilesSchema = z.object({ p50: z.int().min(0), p90: z.int().min(0), max: z.int().min(0) });

/** What a withdrawal would do now, by the planner that it would use; reserves nothing. `available`: unreserved value in the destination's bridge domain. */
export const previewWithdrawal = service.request('preview-withdrawal', {
  body: z.object({ walletId: idSchema, destinationChain: chainSchema, amount: positiveMoneySchema }),
  reply: z.object({ available: moneySchema, fee: moneySchema, completionSeconds: z.int().min(0) }),
  refusals: ['not_found', 'wallet_not_active'],
});

/** How long a withdrawal from each position takes, step by step; the whole is as slow as its slowest position with weight. */
export const estimateTimes = service.request('estimate-times', {
  body: z.object({ destinationChain: chainSchema, targets: targetsSchema }),
  reply: z.object({
    estimates: z.array(z.object({
      positionKey: positionKeySchema,
      sourceChain: chainSchema,
      steps: z.array(z.object({ step: z.enum(['unwind_liquidity', 'convert_to_usdc', 'bridge_cctp', 'payout_transfer_and_finality']), time: quantilesSchema })),
      fullSettlementTime: quantilesSchema,
    })),
    fullSettlementTime: quantilesSchema,
  }),
});

export const listYieldSources = service.request('list-yield-sources', {
  body: z.object({}),
  reply: z.object({ sources: z.array(z.object({ positionKey: positionKeySchema, name: z.string(), chain: chainSchema, unwindTime: z.string(), type: z.string() })) }),
});

/** Part of a plan that is delivered together: cash and what unwinds at once, or one position with a window. `key` is the last in sourcing order. */
const sourceSchema = z.object({ id: idSchema, key: sourceKeySchema, chain: chainSchema, amount: positiveMoneySchema });
export const groupSchema = z.object({ key: sourceKeySchema, amount: positiveMoneySchema, sources: z.array(sourceSchema).min(1) });
export type Group = z.output<typeof groupSchema>;

const usdc = (units: string) => ({ currency: 'USDC' as const, units });
const cash = { id: 'b2c3d4e5-f6a7-4b8c-9d0e-1f2a3b4c5d6e', key: 'cash_usdc:cctp' as const, chain: 'arbitrum' as const, amount: usdc('30000000000') };
const usdz = { id: 'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d', key: 'usdz' as const, chain: 'arbitrum' as const, amount: usdc('35000000000') };
const reservation = z.object({ reservationId: idSchema, walletId: idSchema });
const reservationSample = { reservationId: '11b17950-1f5c-4d36-8f0d-0f3d1d0c6a45', walletId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db' };

/** `label` is the wallet's; absent from answers to reservations that were made before it was recorded. */
export const liquidityReserved = service.answer('liquidity-reserved', reservation.extend({ approvalPolicy: approvalPolicySchema, groups: z.array(groupSchema).min(1), label: z.string().optional() }), {
  ...reservationSample, approvalPolicy: 'none', groups: [{ key: 'usdz', amount: usdc('65000000000'), sources: [cash, usdz] }],
});
export const reserveRefused = service.answer('reserve-refused', reservation.extend({ reason: z.enum(['not_found', 'wallet_not_active', 'insufficient_funds', 'released']) }), { ...reservationSample, reason: 'insufficient_funds' });
/** Plans the amount and sets its sources aside, once per `reservationId`: cash first, then positions by unwind time, within the destination's bridge domain. */
export const reserveLiquidity = service.command('reserve-liquidity', {
  body: reservation.extend({ amount: positiveMoneySchema, destinationChain: chainSchema }),
  sample: { ...reservationSample, amount: usdc('65000000000'), destinationChain: 'ethereum' },
  answers: [liquidityReserved, reserveRefused],
});

export const reservationReleased = service.answer('reservation-released', reservation, reservationSample);
/** Gives up a whole reservation that no leg was begun from; one never made is closed for good. */
export const releaseReservation = service.command('release-reservation', { body: reservation, sample: reservationSample, answers: [reservationReleased] });

const leg = z.object({ legId: idSchema, attempt: z.int().min(1), reservationId: idSchema, walletId: idSchema });
const legSample = { legId: '0c7c6fcb-3c49-4f6d-9a8d-1d2b8d1ef7b0', attempt: 1, ...reservationSample };

/** The group's value is USDC on the destination's chain. */
export const groupSourced = service.answer('group-sourced', leg, legSample);
/** The group's value is USDC, part of it on other chains: `transfers` have to be bridged. */
export const groupSourcedElsewhere = service.answer('group-sourced-elsewhere', leg.extend({
  transfers: z.array(z.object({ id: idSchema, fromChain: chainSchema, amount: positiveMoneySchema })).min(1),
}), { ...legSample, transfers: [{ id: usdz.id, fromChain: 'arbitrum', amount: usdz.amount }] });
export const groupUnavailable = service.answer('group-unavailable', leg.extend({ reason: z.enum(['cash_leg_unfulfillable_stale_ledger', 'onchain_reverted', 'onchain_failed', 'released']) }), {
  ...legSample, reason: 'cash_leg_unfulfillable_stale_ledger',
});
/** Raises one leg's group: unwinds its positions (which may take days) and checks its cash against the chain. */
export const sourceGroup = service.command('source-group', {
  body: leg.extend({ destinationChain: chainSchema, group: groupSchema }),
  sample: { ...legSample, destinationChain: 'ethereum', group: { key: 'usdz', amount: usdc('65000000000'), sources: [cash, usdz] } },
  answers: [groupSourced, groupSourcedElsewhere, groupUnavailable],
});

export const groupReleased = service.answer('group-released', leg, legSample);
/** The leg was not delivered: its value is free again. What was unwound or bridged stays as cash where it is; a running unwind becomes cash when it comes. */
export const releaseGroup = service.command('release-group', {
  /**
   * `group` where the leg may not have been begun yet: only by it can its value be told from that of the reservation's other legs.
   * `moved`: the transfers that bridging has completed; absent where nobody has said.
   */
  body: leg.extend({ group: groupSchema.optional(), moved: z.array(idSchema).optional() }),
  sample: legSample,
  answers: [groupReleased],
});

export const groupSpent = service.answer('group-spent', leg, legSample);
/** The leg was delivered from the destination's chain: its value has left the wallet. */
export const spendGroup = service.command('spend-group', { body: leg.extend({ destinationChain: chainSchema }), sample: { ...legSample, destinationChain: 'ethereum' }, answers: [groupSpent] });
