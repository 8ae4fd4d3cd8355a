/** What bridging can be asked and can answer: carrying cash between chains of one bridge domain. */
import { contractOf, idSchema, positiveMoneySchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('bridging');

const transferSchema = z.object({ id: idSchema, fromChain: z.string().min(1), amount: positiveMoneySchema });
const sample = { id: 'b2c3d4e5-f6a7-4b8c-9d0e-1f2a3b4c5d6e', fromChain: 'arbitrum', amount: { currency: 'USDC' as const, units: '35000000000' } };

/** All of it was minted on the destination's chain. */
export const bridged = service.answer('bridged', z.object({}), {});
/** The bridging has ended without all of it arriving; what moved is cash where it is. */
export const bridgeFailed = service.answer('bridge-failed', z.object({ reason: z.string().min(1) }), { reason: 'onchain_failed' });
/** Burns, waits for the attestation and mints, once per transfer. */
export const bridge = service.command('bridge', {
  body: z.object({ toChain: z.string().min(1), transfers: z.array(transferSchema).min(1) }),
  sample: { toChain: 'ethereum', transfers: [sample] },
  answers: [bridged, bridgeFailed],
});
/** Burns nothing more; what was burned is still minted. Answered when no transfer is under way. */
export const recallBridge = service.command('recall-bridge', { body: z.object({}), sample: {}, answers: [bridged, bridgeFailed] });

export * from './leg.js';
