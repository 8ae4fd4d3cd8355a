import { createPublicKey, ECDH, verify } from 'node:crypto';
import { z } from 'zod';

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
