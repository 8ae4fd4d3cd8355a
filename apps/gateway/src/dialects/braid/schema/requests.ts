import { approvalPolicySchema, positionKeySchema } from '@sluice/contract-liquidity';
import { braidEvents, braidStatuses } from '@sluice/dialect-words';
import { Money } from '@sluice/kernel';
import { getAddress } from 'viem/utils';
import { z } from 'zod';
import type { JsonObject } from '../../../http/json.js';
import { webhookUrl } from '../../../webhooks/subscriptions.js';
import { refusal, type BraidCode } from '../errors.js';

/**
 * The required fields of a body. A null counts as missing.
 * @throws DomainError `validation_error` naming all that are missing in one sentence
 */
export function required<Name extends string>(body: JsonObject | null, names: readonly Name[]): Record<Name, unknown> {
  const given = body ?? {};
  const missing = names.filter((name) => (given[name] ?? null) === null);
  if (missing.length > 0) throw refusal('validation_error', `Missing required fields: ${missing.join(', ')}.`);
  return given as Record<Name, unknown>;
}

/** A value as its schema reads it. @throws DomainError with this code and sentence when it cannot, for a wrong type too */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown, code: BraidCode, sentence: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refusal(code, sentence);
}

/**
 * Whether the capitals of an address are its checksum (EIP-55). One without capitals, or without small letters, has none.
 * @param address `0x` and 40 hexadecimal digits
 */
function hasGoodChecksum(address: string): boolean {
  const digits = address.slice(2);
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return true;
  return getAddress(`0x${digits.toLowerCase()}`) === address;
}

const uuidV4 = z.string().regex(/^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/).toLowerCase();

/** The five EVM chains of the unified bridge domain. */
const unifiedChains = z.enum(['ethereum', 'arbitrum', 'base', 'polygon', 'optimism']);
const destinationChains = z.enum([...unifiedChains.options, 'bsc']);

const requestIdOf = (value: unknown): string => read(uuidV4, value, 'invalid_request_id', 'requestId must be a UUID v4.');

function chainOf<Chain extends z.ZodType>(chains: Chain, name: string, value: unknown): z.output<Chain> {
  return read(chains, value, 'unsupported_chain', `${name} is not a chain that withdrawals can go to.`);
}

const tokenOf = (name: string, value: unknown): 'usdc' => read(z.literal('usdc'), value, 'unsupported_token', `${name} must be usdc.`);

/** @throws DomainError `invalid_amount`, or `precision_overflow` for more than six decimals, zeros too */
function amountOf(value: unknown): Money {
  const text = read(z.string(), value, 'invalid_amount', 'withdrawalAmount must be a decimal number as a string.');
  const amount = Money.parse(text, 'USDC');
  if (!amount.isPositive) throw refusal('invalid_amount', 'withdrawalAmount must be more than zero.');
  return amount;
}

/** The checksum is read only where the pattern fits. */
const addressSchema = z.string().regex(/^0x(?!0{40}$)[0-9a-fA-F]{40}$/, { abort: true }).refine(hasGoodChecksum).meta({ description: 'Not the zero address. In mixed case it has the checksum of EIP-55.' });

const addressOf = (value: unknown): string =>
  read(addressSchema, value, 'invalid_address', 'destinationAddress must be an EVM address other than zero, with a good checksum where it has one.');

export interface WithdrawalOrder {
  readonly requestId: string;
  readonly chain: z.output<typeof destinationChains>;
  readonly amount: Money;
  /** As it was given: upper and lower case mean the same to whoever compares it. */
  readonly toAddress: string;
}

/** @throws DomainError with the code of the first field that is wrong, in the documentation's order */
export function readWithdrawal(body: JsonObject | null): WithdrawalOrder {
  const given = required(body, ['requestId', 'chain', 'token', 'withdrawalAmount', 'destinationAddress']);
  const requestId = requestIdOf(given.requestId);
  const chain = chainOf(destinationChains, 'chain', given.chain);
  tokenOf('token', given.token);
  return { requestId, chain, amount: amountOf(given.withdrawalAmount), toAddress: addressOf(given.destinationAddress) };
}

export type PreviewOrder = Readonly<{ destinationChain: WithdrawalOrder['chain']; amount: Money }>;

export function readPreview(body: JsonObject | null): PreviewOrder {
  const given = required(body, ['destinationChain', 'destinationToken', 'withdrawalAmount']);
  const destinationChain = chainOf(destinationChains, 'destinationChain', given.destinationChain);
  tokenOf('destinationToken', given.destinationToken);
  return { destinationChain, amount: amountOf(given.withdrawalAmount) };
}

const WHOLE_BPS = 10_000;

const positionsSchema = z
  .array(z.object({ positionKey: positionKeySchema, targetWeightBps: z.int().min(0).max(WHOLE_BPS) }))
  .refine((positions) => positions.reduce((sum, { targetWeightBps }) => sum + targetWeightBps, 0) === WHOLE_BPS)
  .refine((positions) => new Set(positions.map(({ positionKey }) => positionKey)).size === positions.length)
  .meta({ description: `Each positionKey once; targetWeightBps sum to ${WHOLE_BPS}.` });
export type Targets = z.output<typeof positionsSchema>;

const positionsOf = (value: unknown): Targets =>
  read(positionsSchema, value, 'invalid_positions', `positions must name known yield sources once each, with whole targetWeightBps from 0 to ${WHOLE_BPS} that sum to ${WHOLE_BPS}.`);

const MAX_LABEL = 100;
const labelSchema = z.string().max(MAX_LABEL).regex(/\S/).regex(/^\P{Cc}*$/u);

export interface WalletOrder {
  readonly requestId: string;
  readonly label: string;
  readonly targets: Targets;
  readonly approvalPolicy: z.output<typeof approvalPolicySchema>;
}

export function readWallet(body: JsonObject | null): WalletOrder {
  const given = required(body, ['requestId', 'label', 'positions']);
  const requestId = requestIdOf(given.requestId);
  const label = read(labelSchema, given.label, 'validation_error', `label must be text of 1 to ${MAX_LABEL} characters.`);
  const targets = positionsOf(given.positions);
  const approvalPolicy = read(approvalPolicySchema, body?.['approvalPolicy'] ?? 'none', 'validation_error', 'approvalPolicy must be none or customer.');
  return { requestId, label, targets, approvalPolicy };
}

export type EstimateOrder = Readonly<{ destinationChain: z.output<typeof unifiedChains>; targets: Targets }>;

export function readEstimate(body: JsonObject | null): EstimateOrder {
  const given = required(body, ['destinationToken', 'destinationChain', 'positions']);
  tokenOf('destinationToken', given.destinationToken);
  const destinationChain = chainOf(unifiedChains, 'destinationChain', given.destinationChain);
  return { destinationChain, targets: positionsOf(given.positions) };
}

/** What is sent to the dialect, as its OpenAPI document describes it. It is read field by field (docs/decisions/0100), by the same schemas. */
const token = z.literal('usdc');
const amount = z.string().regex(/^(0|[1-9]\d{0,14})(\.\d{1,6})?$/).regex(/[1-9]/);

export const walletOrderShape = z.object({ requestId: uuidV4, label: labelSchema, positions: positionsSchema, approvalPolicy: approvalPolicySchema.default('none') });
export const previewOrderShape = z.object({ destinationChain: destinationChains, destinationToken: token, withdrawalAmount: amount });
export const withdrawalOrderShape = z.object({ requestId: uuidV4, chain: destinationChains, token, withdrawalAmount: amount, destinationAddress: addressSchema });
export const estimateOrderShape = z.object({ destinationToken: token, destinationChain: unifiedChains, positions: positionsSchema });

const page = { limit: z.int().min(1).max(100).default(25), cursor: z.string().optional() };
export const walletQueryShape = z.object(page);
export const withdrawalQueryShape = z.object({
  ...page, sort: z.literal('createdAt').default('createdAt'), order: z.enum(['asc', 'desc']).default('desc'), status: z.array(z.enum(braidStatuses)).optional(),
});

const eventsSchema = z.array(z.enum(braidEvents)).min(1);

/** As it is described; it is read field by field. */
export const registrationOrderShape = z.object({ callbackUrl: webhookUrl, eventTypes: eventsSchema });
type RegistrationOrder = z.output<typeof registrationOrderShape>;

/** @throws DomainError `validation_error` */
export function readRegistration(body: JsonObject | null): RegistrationOrder {
  const given = required(body, ['callbackUrl', 'eventTypes']);
  return {
    callbackUrl: read(webhookUrl, given.callbackUrl, 'validation_error', 'callbackUrl must be a URL.'),
    eventTypes: read(eventsSchema, given.eventTypes, 'validation_error', `eventTypes must name at least one of ${braidEvents.join(', ')}, and no other.`),
  };
}
