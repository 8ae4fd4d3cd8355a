/** What liquidity can be asked and can answer: finding the cash for a withdrawal, cash first. */
import { contractOf, idSchema, positiveMoneySchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('liquidity');

/** Where part of the amount comes from. Legs of one plan sum to amount + fee and stay within one bridge domain. */
export const sourceLegSchema = z.object({ id: idSchema, positionKey: z.string().min(1), chain: z.string().optional(), amount: positiveMoneySchema });
const sourced = z.object({ legs: z.array(sourceLegSchema).min(1) });
const legSample = { id: 'b2c3d4e5-f6a7-4b8c-9d0e-1f2a3b4c5d6e', positionKey: 'cash', amount: { currency: 'USD' as const, units: '250000' } };

/** The cash is there, where it will be paid from. */
export const liquiditySourced = service.answer('liquidity-sourced', sourced, { legs: [legSample] });
export const liquidityUnavailable = service.answer('liquidity-unavailable', z.object({ reason: z.string().min(1) }), { reason: 'cash_leg_unfulfillable_stale_ledger' });
/** Plans and raises the amount: cash first, then positions by how long they take. */
export const sourceLiquidity = service.command('source-liquidity', {
  body: z.object({ accountId: idSchema, amount: positiveMoneySchema, destinationChain: z.string().optional() }),
  sample: { accountId: 'acc_123456789', amount: legSample.amount },
  answers: [liquiditySourced, liquidityUnavailable],
});

export const liquidityReturned = service.answer('liquidity-returned', z.object({}), {});
/** Gives up a plan: nothing more is sold or unwound for it, and what was raised stays where it is as cash. */
export const returnLiquidity = service.command('return-liquidity', {
  body: z.object({ accountId: idSchema }),
  sample: { accountId: 'acc_123456789' },
  answers: [liquidityReturned],
});

export * from './wallet.js';
export * from './wallet-deposit.js';
export * from './portfolio.js';
export * from './portfolio-withdrawal.js';
