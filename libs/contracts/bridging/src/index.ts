/** What bridging can be asked and can answer: carrying USDC of one payout leg between chains, by CCTP: burn, attestation, mint. */
import { chainSchema, contractOf, idSchema, positiveMoneySchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('bridging');

const leg = z.object({ legId: idSchema, attempt: z.int().min(1), walletId: idSchema });
const legSample = { legId: '0c7c6fcb-3c49-4f6d-9a8d-1d2b8d1ef7b0', attempt: 1, walletId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db' };
/** What has moved to the destination's chain and what is still where it was: liquidity's cash follows it. */
const moved = leg.extend({ toChain: chainSchema, moved: z.array(z.object({ id: idSchema, fromChain: chainSchema, amount: positiveMoneySchema, mintTxHash: z.string() })) });
const usdc = { currency: 'USDC' as const, units: '35000000000' };
const movedSample = { ...legSample, toChain: 'ethereum' as const, moved: [{ id: 'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d', fromChain: 'arbitrum' as const, amount: usdc, mintTxHash: '0xab' }] };

/** All of it was minted on the destination's chain. */
export const legBridged = service.answer('leg-bridged', moved, movedSample);
/** The bridging has ended without all of it arriving; what moved is cash where it is now. */
export const legBridgeFailed = service.answer('leg-bridge-failed', moved.extend({ reason: z.enum(['onchain_reverted', 'onchain_failed', 'cancelled']) }), { ...movedSample, moved: [], reason: 'onchain_failed' });
/** Burns, waits for the attestation and mints, once per transfer. */
export const bridgeLeg = service.command('bridge-leg', {
  body: leg.extend({ toChain: chainSchema, transfers: z.array(z.object({ id: idSchema, fromChain: chainSchema, amount: positiveMoneySchema })).min(1) }),
  sample: { ...legSample, toChain: 'ethereum', transfers: [{ id: 'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d', fromChain: 'arbitrum', amount: usdc }] },
  answers: [legBridged, legBridgeFailed],
});
/** Burns nothing more for this leg; what was burned is still minted, then answered. */
export const recallLeg = service.command('recall-leg', { body: leg.extend({ toChain: chainSchema }), sample: { ...legSample, toChain: 'ethereum' }, answers: [legBridged, legBridgeFailed] });

/**
 * Whether a transfer that has reached a wallet is bridging's own: a mint or a return of what was the wallet's all along.
 * `position`: of its log among those of its transaction.
 */
export const recognizeTransfer = service.request('recognize-transfer', {
  body: z.object({ walletId: idSchema, chain: chainSchema, txHash: z.string().min(1), position: z.int().min(0), amount: positiveMoneySchema }),
  reply: z.object({ isOwn: z.boolean() }),
});
