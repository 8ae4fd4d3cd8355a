import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A secret at rest: AES-256-GCM, bound to what it belongs to, so that it opens nowhere else. All parts base64. */
export const sealedSecretSchema = z.object({ nonce: z.string(), text: z.string(), tag: z.string() });
export type SealedSecret = z.output<typeof sealedSecretSchema>;

const NONCE_BYTES = 12;

/** @param key 32 bytes. */
export function seal(secret: string, belongsTo: string, key: Buffer): SealedSecret {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(belongsTo));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return { nonce: nonce.toString('base64'), text: text.toString('base64'), tag: cipher.getAuthTag().toString('base64') };
}

/** @throws when the key is another, or anything was changed. */
export function open({ nonce, text, tag }: SealedSecret, belongsTo: string, key: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64')).setAAD(Buffer.from(belongsTo)).setAuthTag(Buffer.from(tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()]).toString('utf8');
}
