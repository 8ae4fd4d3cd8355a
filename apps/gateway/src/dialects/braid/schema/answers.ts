import { chainSchema } from '@sluice/contract-kit';
import { positionKeySchema, walletStatusSchema } from '@sluice/contract-liquidity';
import { braidEvents, braidPayoutStatus, braidStatuses } from '@sluice/dialect-words';
import { z } from 'zod';

/** The shapes that have a name in the dialect's OpenAPI document. */
export const shapes = z.registry<{ id: string }>();

/** Gives a shape its name. */
export function named<Shape extends z.ZodType>(id: string, shape: Shape): Shape {
  shapes.add(shape, { id });
  return shape;
}

const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/).meta({ format: 'uuid' });
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/).meta({ format: 'date-time' });
const usd = z.string().regex(/^-?\d+\.\d{2,6}$/);
const duration = z.string().regex(/^P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/);
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const token = z.literal('usdc');

const failureReason = z.string().nullable();

/** What is known of an approval is there while it is due. */
export const payoutShape = named('Payout', z.object({
  id: uuid, legKey: z.string().regex(/^pos_.+_\d{3,}$/),
  status: z.enum(Object.values(braidPayoutStatus)),
  amount: usd, token, chain: chainSchema, destinationAddress: address, txHash: z.string().nullable(), failureReason,
  turnkeyActivityId: z.string().nullable().optional(), approvalRequestedAt: time.nullable().optional(), approvalValidBefore: time.nullable().optional(),
}));
export type Payout = z.output<typeof payoutShape>;

export const retriedShape = named('RetriedPayout', payoutShape.pick({ id: true, legKey: true }).extend({ status: z.literal('planning') }));

const head = { id: uuid, requestId: uuid, walletId: uuid, amountUsd: usd, feeUsd: usd, destinationChain: chainSchema, destinationToken: token };
const status = z.enum(braidStatuses);

export const summaryShape = named('WithdrawalSummary', z.object({ ...head, status, createdAt: time, completedAt: time.nullable() }));
export type Summary = z.output<typeof summaryShape>;

export const withdrawalShape = named('Withdrawal', z.object({
  ...head, destinationAddress: address, status, txHash: z.string().nullable(), failureReason,
  customerApprovalState: z.enum(['required', 'queued', 'not_required']), blockedBy: uuid.nullable(),
  payouts: z.array(payoutShape),
  sourceLegs: z.array(z.object({
    id: uuid, positionKey: z.string(), sourceChain: chainSchema, requestedUsdcUnits: z.string().regex(/^\d+$/),
    status: z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled']),
  })),
  createdAt: time, updatedAt: time, completedAt: time.nullable(),
}));
export type Withdrawal = z.output<typeof withdrawalShape>;

const pageOf = <Shape extends z.ZodType>(shape: Shape) => z.object({ data: z.array(shape), nextCursor: z.string().nullable() });
export const withdrawalListShape = named('WithdrawalList', pageOf(summaryShape));

export const walletShape = named('PortfolioWallet', z.object({
  id: uuid, label: z.string(), status: walletStatusSchema, createdAt: time, depositAddresses: z.record(z.string(), address),
  balance: z.object({ totalUsd: usd, withdrawableUsd: usd, earnedUsd: usd }),
  strategy: z.object({ allocations: z.array(z.object({ positionKey: positionKeySchema, pct: z.number() })), status: z.literal('aligned') }),
  positions: z.array(z.object({ positionKey: positionKeySchema, name: z.string(), chain: chainSchema, targetWeightBps: z.int(), valueUsd: usd })),
}));
export type Wallet = z.output<typeof walletShape>;
export const walletListShape = named('PortfolioWalletList', pageOf(walletShape));

export const yieldSourcesShape = named('YieldSources', z.object({
  yieldSources: z.array(z.object({ positionKey: positionKeySchema, name: z.string(), chain: chainSchema, unwindTime: duration, type: z.string() })),
}));

export const previewShape = named('WithdrawalPreview', z.object({ amountUsd: usd, feeUsd: usd, availableUsd: usd, estimatedCompletionTime: duration }));
export type Preview = z.output<typeof previewShape>;

const quantiles = { p50: duration, p90: duration, max: duration };
export const estimatesShape = named('TimeEstimates', z.object({
  destinationToken: token, destinationChain: chainSchema,
  estimates: z.array(z.object({
    positionKey: positionKeySchema, targetWeightBps: z.int(), sourceChain: chainSchema,
    steps: z.array(z.object({ step: z.enum(['unwind_liquidity', 'convert_to_usdc', 'bridge_cctp', 'payout_transfer_and_finality']), ...quantiles })),
    fullSettlementTime: z.object(quantiles),
  })),
  fullSettlementTime: z.object(quantiles),
}));
export type Estimates = z.output<typeof estimatesShape>;

const id = z.string().regex(/^wh_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

export const endpointShape = named('WebhookEndpoint', z.strictObject({ id, url: z.string(), events: z.array(z.enum(braidEvents)), createdAt: z.iso.datetime({ precision: 3 }) }));
export type Endpoint = z.input<typeof endpointShape>;

/** The secret is shown here and never again. */
export const registeredShape = named('WebhookRegistration', endpointShape.extend({ secret: z.string().regex(/^[0-9a-f]{64}$/) }));
export const endpointListShape = named('WebhookEndpoints', z.strictObject({ endpoints: z.array(endpointShape) }));
export const unregisteredShape = named('WebhookDeletion', z.strictObject({ id, deleted: z.literal(true) }));
