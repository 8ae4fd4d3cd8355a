/** Delivery of one payout leg on a chain: USDC by EIP-3009 from the wallet's own address, with the customer's approval where asked for. */
import { addressSchema, chainSchema, contractOf, idSchema, positiveMoneySchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('payout');

const leg = z.object({ legId: idSchema, attempt: z.int().min(1), walletId: idSchema });
const legSample = { legId: '0c7c6fcb-3c49-4f6d-9a8d-1d2b8d1ef7b0', attempt: 1, walletId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db' };
const activity = { turnkeyActivityId: '0192e5a4-5b1c-7d2e-8f3a-4b5c6d7e8f90', approvalRequestedAt: '2026-02-05T11:00:00.000Z', approvalValidBefore: '2026-02-06T11:00:00.000Z' };

/** The customer is asked to approve the leg. */
export const legApprovalRequested = service.answer('leg-approval-requested', leg.extend({
  turnkeyActivityId: z.string(), approvalRequestedAt: timeSchema, approvalValidBefore: timeSchema,
}), { ...legSample, ...activity });
/** The leg waits until an earlier approval of the same wallet and chain has ended. */
export const legApprovalQueued = service.answer('leg-approval-queued', leg.extend({ blockedBy: idSchema }), { ...legSample, blockedBy: 'd1f0a2b3-1111-4c22-9d33-aa44bb55cc66' });
/** Signed; it goes out now and can no longer be cancelled. */
export const legSigned = service.answer('leg-signed', leg, legSample);
/** The transaction was broadcast. */
export const legBroadcast = service.answer('leg-broadcast', leg.extend({ txHash: z.string() }), { ...legSample, txHash: '0xab' });
/** The transaction is in a block that is not yet deep enough. */
export const legConfirming = service.answer('leg-confirming', leg.extend({ txHash: z.string() }), { ...legSample, txHash: '0xab' });
/** The money is at the destination, deep enough. */
export const legDelivered = service.answer('leg-delivered', leg.extend({ txHash: z.string() }), { ...legSample, txHash: '0xab' });
export const legFailed = service.answer('leg-failed', leg.extend({
  reason: z.enum(['usdc_authorization_expired', 'onchain_reverted', 'onchain_failed', 'turnkey_activity_failed', 'cash_leg_unfulfillable_stale_ledger']), txHash: z.string().optional(),
}), { ...legSample, reason: 'onchain_reverted', txHash: '0xab' });
/** Nothing was paid and nothing will be. `by` the customer (a rejected approval) or a recall. */
export const legCancelled = service.answer('leg-cancelled', leg.extend({ by: z.enum(['customer', 'recall']) }), { ...legSample, by: 'customer' });

const turns = [legApprovalRequested, legApprovalQueued, legSigned, legBroadcast, legConfirming];
const ends = [legDelivered, legFailed, legCancelled];

/** Pays the leg exactly once. Approvals are asked for one at a time per wallet and chain. */
export const deliverLeg = service.command('deliver-leg', {
  body: leg.extend({ chain: chainSchema, toAddress: addressSchema, amount: positiveMoneySchema, approval: z.enum(['none', 'customer']) }),
  sample: { ...legSample, chain: 'ethereum', toAddress: '0x742d35Cc6634C0532925a3b844Bc454e4438f44e', amount: { currency: 'USDC', units: '65000000000' }, approval: 'none' },
  answers: [...turns, ...ends],
});
/** Stops the leg if it was not broadcast; else its outcome is answered when it is known. A leg never asked for is closed for good. */
export const recallPayoutLeg = service.command('recall-payout-leg', { body: leg, sample: legSample, answers: ends });

/** The sandbox's stand-in for the customer's vote on an approval. */
export const voteOnLeg = service.request('vote-on-leg', {
  body: z.object({ legId: idSchema, vote: z.enum(['approve', 'reject']) }),
  reply: z.object({ legId: idSchema }),
  refusals: ['not_found', 'invalid_status'],
});
