import type { UsdcAuthorization } from '@sluice/evm';
import type { Address, Hex } from 'viem';
import { serializeTypedData } from 'viem/utils';
import { z } from 'zod';

export interface SigningOrder {
  readonly tenantId: string;
  readonly walletId: string;
  /** `none`: a policy signs alone. `customer`: it waits for the customer's approval. */
  readonly approval: 'none' | 'customer';
  readonly authorization: UsdcAuthorization;
  /** Wall-clock time. */
  readonly at: Date;
}

/** A request for a signature, which is one activity at the signer; its text was stored before. */
export interface SigningRequest {
  readonly tenantId: string;
  readonly walletId: string;
  readonly approval: 'none' | 'customer';
  readonly request: string;
}

export type SigningReport = { readonly activityId: string } & (
  | { readonly status: 'pending' }
  | { readonly status: 'signed'; readonly signature: Hex }
  /** The activity ended without a signature. */
  | { readonly status: 'failed' }
  /** Whoever had to approve it has refused. */
  | { readonly status: 'rejected' });

/** Where wallets' keys are, and who may use them. Every call may throw; nothing is then known, and it is made again. */
export abstract class Signer {
  /** Whether there is a stand-in for the customer: only in the sandbox. */
  abstract readonly takesVotes: boolean;
  /** The wallet's one address on every EVM chain. */
  abstract addressOf(tenantId: string, walletId: string): Promise<Address>;
  /** The request's text, to be stored before the call. */
  abstract requestFor(order: SigningOrder): Promise<string>;
  /** Makes the request, or finds it made already: the same request is one activity. */
  abstract submit(request: SigningRequest): Promise<SigningReport>;
  abstract inquire(request: SigningRequest & { readonly activityId: string }): Promise<SigningReport>;
  /** Rejects the activity if it is still pending, so that no signature comes of it; reports how it stands then. */
  abstract withdraw(request: SigningRequest & { readonly activityId: string }): Promise<SigningReport>;
  /** The sandbox's stand-in for the customer's vote. */
  abstract vote(request: SigningRequest & { readonly activityId: string }, vote: 'approve' | 'reject'): Promise<SigningReport>;
}

const hex = z.custom<`0x${string}`>((text) => typeof text === 'string' && text.startsWith('0x'));
const number = z.union([z.string(), z.number()]).transform(BigInt);

const typedDataSchema = z.object({
  domain: z.object({ name: z.string(), version: z.string(), chainId: z.coerce.number().int(), verifyingContract: hex }),
  types: z.custom<UsdcAuthorization['types']>((types) => typeof types === 'object' && types !== null),
  primaryType: z.literal('TransferWithAuthorization'),
  message: z.object({ from: hex, to: hex, value: number, validAfter: number, validBefore: number, nonce: hex }),
});

const domainTypes = [
  { name: 'name', type: 'string' }, { name: 'version', type: 'string' }, { name: 'chainId', type: 'uint256' }, { name: 'verifyingContract', type: 'address' },
] as const;

/** Typed data as JSON (EIP-712), as wallets and signers exchange it; without the types that it does not use. */
export function writeTypedData({ domain, types, message }: UsdcAuthorization): string {
  const { TransferWithAuthorization } = types;
  return serializeTypedData<Record<string, unknown>, string>({ domain, types: { EIP712Domain: domainTypes, TransferWithAuthorization }, primaryType: 'TransferWithAuthorization', message: { ...message } });
}

export const readTypedData = (text: string): UsdcAuthorization => typedDataSchema.parse(JSON.parse(text));
