import type { UsdcAuthorization } from '@sluice/evm';
import { serializeTypedData } from 'viem/utils';
import { z } from 'zod';

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
