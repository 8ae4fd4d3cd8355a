import { chainSchema, send, timeSchema, type RequestOf } from '@sluice/contract-kit';
import { approvalPolicySchema, nameGiven, openWallet, sourceKeySchema, walletStatusSchema } from '@sluice/contract-liquidity';
import { DomainError, type MoneyJson } from '@sluice/kernel';
import { stored, type Change } from '@sluice/persistence';
import { z } from 'zod';

/** USDC has six decimals on every chain here; amounts are whole units of that size. */
export const usdcJson = (units: bigint): MoneyJson & { readonly currency: 'USDC' } => ({ currency: 'USDC', units: units.toString() });

export const unitsOf = ({ units }: Pick<MoneyJson, 'units'>): bigint => BigInt(units);

/** Digits in a document, a whole number in the program. */
export const unitsSchema = z.codec(z.string().regex(/^\d+$/), z.bigint(), { decode: (text) => BigInt(text), encode: (units) => units.toString() });

export const sum = (units: readonly bigint[]): bigint => units.reduce((total, one) => total + one, 0n);

export const atLeastZero = (units: bigint): bigint => (units > 0n ? units : 0n);

type Hex = `0x${string}`;

const hexSchema = z.custom<Hex>((text) => typeof text === 'string' && /^0x[0-9a-fA-F]*$/.test(text));

/**
 * Value that one source of a reservation has allocated. It stays where its withdrawal finds it: in a position, in a
 * position's window, or as cash; an allocation counts against that location only.
 */
export const allocationSchema = z.object({
  /** Of the source in its reservation. */
  id: z.string(),
  reservationId: z.string(),
  key: sourceKeySchema,
  chain: chainSchema,
  units: unitsSchema,
  /** Where the value was when this was last written for good. */
  location: z.enum(['position', 'window', 'cash']),
  /** A transaction that takes the value elsewhere: once the chain shows it done, that is where the value is. */
  moving: z.object({ to: z.enum(['window', 'cash']), transaction: z.string() }).optional(),
  /** The leg that found its cash on the chain: it goes before legs that have not been checked yet. */
  legKey: z.string().optional(),
  /**
   * Handed over to be bridged and delivered. Nonces show where on its way the value is: one is used up when it leaves a chain. A further
   * attempt may pay with what an earlier one of its leg had signed (0090).
   */
  handedOver: z.object({ destinationChain: chainSchema, pullNonces: z.array(hexSchema), paymentNonce: hexSchema, earlierNonces: z.array(hexSchema).optional() }).optional(),
  /** Its leg is over; the value is free as soon as its unwind has ended. */
  isFreed: z.boolean(),
});
export type Allocation = z.output<typeof allocationSchema>;

/** Value put into a position by deposits and taken out by unwinds, in USDC units: what it holds beyond that was earned. */
const flowsSchema = z.record(z.string(), z.object({ paidIn: unitsSchema, takenOut: unitsSchema }));

export const walletSchema = z.object({
  label: z.string(),
  status: walletStatusSchema,
  approvalPolicy: approvalPolicySchema,
  targets: openWallet.body.shape.targets,
  address: hexSchema,
  createdAt: timeSchema,
  allocations: z.array(stored(allocationSchema, { location: 'place' })),
  /**
   * Cash by chain, in USDC units, as it is booked: deposits and what positions have paid out, less what has left. What is under way
   * between chains stands where it came from until its leg ends. Absent in documents of older versions; see older-documents.
   */
  cash: z.partialRecord(chainSchema, unitsSchema).optional(),
  flows: flowsSchema,
  /** Deposits that are counted above and whose own records do not say so yet: a repeated one is not counted again. */
  countedDeposits: z.array(z.string()),
});
export type Wallet = z.output<typeof walletSchema>;

export type Flows = Wallet['flows'];

const nothing = { paidIn: 0n, takenOut: 0n };

export const flowOf = (flows: Flows, key: string): Flows[string] => flows[key] ?? nothing;

/** What was put into a position and not taken out again. */
export const bookedIn = (flows: Flows, key: string): bigint => flowOf(flows, key).paidIn - flowOf(flows, key).takenOut;

/** @throws Error for a wallet whose cash is not booked yet: the request fails and is repeated. */
export function cashOf({ cash }: Pick<Wallet, 'cash'>): NonNullable<Wallet['cash']> {
  if (cash === undefined) throw new Error('The cash of this wallet is still to be booked.');
  return cash;
}

/** All that is booked of a wallet, wherever it is. */
export function bookedOf(wallet: Pick<Wallet, 'cash' | 'allocations' | 'flows'>): bigint {
  const inWindows = wallet.allocations.filter(({ location }) => location === 'window').map(({ units }) => units);
  return sum([...Object.values(cashOf(wallet)), ...Object.keys(wallet.flows).map((key) => bookedIn(wallet.flows, key)), ...inWindows]);
}

/** @throws RangeError when more would leave than there is. */
export function withCash(wallet: Wallet, chain: Allocation['chain'], change: bigint): Wallet {
  const cash = cashOf(wallet);
  const units = (cash[chain] ?? 0n) + change;
  if (units < 0n) throw new RangeError(`More would leave ${chain} than the wallet has there.`);
  return { ...wallet, cash: { ...cash, [chain]: units } };
}

type OpenWalletRequest = RequestOf<typeof openWallet>;

/**
 * Opens the wallet, or finds it open. Nothing has to be waited for: its address follows from its id.
 * @throws DomainError `request_conflict` when the id stands for a wallet with other parameters.
 */
export function openedWallet(known: Wallet | null, { id, label, targets, approvalPolicy }: OpenWalletRequest, address: Wallet['address'], now: Date): Change<Wallet> | null {
  if (known === null) {
    return { send: label === '' ? [] : [send(nameGiven, { subjectId: id, name: label })], state: { label, status: 'active', approvalPolicy, targets, address, createdAt: now.toISOString(), allocations: [], cash: {}, flows: {}, countedDeposits: [] } };
  }
  if (known.label === label && known.approvalPolicy === approvalPolicy && sameTargets(known.targets, targets)) return null;
  throw new DomainError('request_conflict', 'This id stands for a wallet with other parameters.');
}

type Targets = OpenWalletRequest['targets'];

/** The order in which targets are named means nothing. */
function sameTargets(left: Targets, right: Targets): boolean {
  const weights = new Map(left.map(({ positionKey, targetWeightBps }) => [positionKey, targetWeightBps]));
  return left.length === right.length && right.every(({ positionKey, targetWeightBps }) => weights.get(positionKey) === targetWeightBps);
}
