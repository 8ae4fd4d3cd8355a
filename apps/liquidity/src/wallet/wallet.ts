import { approvalPolicySchema, openWallet, sourceKeySchema, walletStatusSchema } from '@sluice/contract-liquidity';
import { chainSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';
import { unitsSchema } from './usdc.js';

type Hex = `0x${string}`;

const hexSchema = z.custom<Hex>((text) => typeof text === 'string' && /^0x[0-9a-fA-F]*$/.test(text));

/**
 * Value that one source of a reservation has set aside. It stays where its withdrawal finds it: in a position, in a
 * position's window, or as cash; a claim counts against that place only.
 */
export const claimSchema = z.object({
  /** Of the source in its reservation. */
  id: z.string(),
  reservationId: z.string(),
  key: sourceKeySchema,
  chain: chainSchema,
  units: unitsSchema,
  /** Where the value was when this was last written for good. */
  place: z.enum(['position', 'window', 'cash']),
  /** A transaction that takes the value elsewhere: once the chain shows it done, that is where the value is. */
  moving: z.object({ to: z.enum(['window', 'cash']), transaction: z.string() }).optional(),
  /** The leg that found its cash on the chain: it goes before legs that have still to look. */
  legKey: z.string().optional(),
  /**
   * Handed over to be bridged and delivered. Nonces tell where on its way the value is: one is used up when it leaves a chain. A further
   * attempt may pay with what an earlier one of its leg had signed (0090).
   */
  handedOver: z.object({ destinationChain: chainSchema, pullNonces: z.array(hexSchema), paymentNonce: hexSchema, earlierNonces: z.array(hexSchema).optional() }).optional(),
  /** Its leg is over; the value is free as soon as its unwind has ended. */
  isFreed: z.boolean(),
});
export type Claim = z.output<typeof claimSchema>;

/** Value put into a position by deposits and taken out by unwinds, in USDC units: what it holds beyond that was earned. */
const flowsSchema = z.record(z.string(), z.object({ paidIn: unitsSchema, takenOut: unitsSchema }));

export const walletSchema = z.object({
  label: z.string(),
  status: walletStatusSchema,
  approvalPolicy: approvalPolicySchema,
  targets: openWallet.ask.shape.targets,
  address: hexSchema,
  createdAt: timeSchema,
  claims: z.array(claimSchema),
  flows: flowsSchema,
  /** The latest deposits that are in `flows`: one that is told again is not counted again. */
  countedDeposits: z.array(z.string()),
});
export type Wallet = z.output<typeof walletSchema>;
