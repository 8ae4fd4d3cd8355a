import { createPublicKey, ECDH, verify } from 'node:crypto';
import { hashTypedData, slice } from 'viem';
import { mnemonicToAccount, sign } from 'viem/accounts';
import { z } from 'zod';
import type { Signature } from './activity.js';

const stampSchema = z.object({
  publicKey: z.string().regex(/^0[23][0-9a-f]{64}$/i),
  scheme: z.literal('SIGNATURE_SCHEME_TK_API_P256'),
  signature: z.string().regex(/^([0-9a-f]{2})+$/i),
});

/** The API key that has signed exactly these bytes, compressed and in hex; null when none has. */
export function stampedBy(header: string | undefined, body: Buffer): string | null {
  const stamp = stampSchema.safeParse(parsedStamp(header));
  if (!stamp.success) return null;
  const { publicKey, signature } = stamp.data;
  return verify('sha256', body, keyFrom(publicKey), Buffer.from(signature, 'hex')) ? publicKey.toLowerCase() : null;
}

function parsedStamp(header: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(header ?? '', 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function keyFrom(compressed: string) {
  const point = ECDH.convertKey(compressed, 'prime256v1', 'hex', 'hex', 'uncompressed') as string;
  const coordinate = (start: number): string => Buffer.from(point.slice(start, start + 64), 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: coordinate(2), y: coordinate(66) }, format: 'jwk' });
}

const typedDataSchema = z.looseObject({ domain: z.looseObject({}), types: z.looseObject({}), primaryType: z.string(), message: z.looseObject({}) });

/** The keys of wallets: every one is derived from the sandbox's phrase by its path. */
export class Keys {
  constructor(private readonly mnemonic: string) {}

  addressAt(path: string): string {
    return this.accountAt(path).address;
  }

  /** Signs EIP-712 typed data given as JSON. @throws when it is none. */
  async signTypedData(path: string, payload: string): Promise<Signature> {
    const typedData = typedDataSchema.parse(JSON.parse(payload));
    const signature = await sign({ hash: hashTypedData(typedData as Parameters<typeof hashTypedData>[0]), privateKey: this.privateKeyAt(path), to: 'hex' });
    const v = Number(slice(signature, 64, 65)) - 27;
    return { r: signature.slice(2, 66), s: signature.slice(66, 130), v: v.toString(16).padStart(2, '0') };
  }

  private privateKeyAt(path: string): `0x${string}` {
    const { privateKey } = this.accountAt(path).getHdKey();
    if (!privateKey) throw new TypeError(`There is no private key at ${path}.`);
    return `0x${Buffer.from(privateKey).toString('hex')}`;
  }

  private accountAt(path: string) {
    return mnemonicToAccount(this.mnemonic, { path: path as `m/44'/60'/${string}` });
  }
}
