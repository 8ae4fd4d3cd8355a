import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { timeSchema } from '@sluice/contract-kit';
import type { SecretView } from '@sluice/contract-webhooks';
import { after, DomainError } from '@sluice/kernel';
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

const secretSchema = z.object({ id: z.string(), sealed: sealedSecretSchema, createdAt: timeSchema, expiresAt: timeSchema });
export type SharedSecret = z.output<typeof secretSchema>;

/** The secrets that sign what all of a tenant's subscribers of one dialect are sent. Those that are over are kept no longer. */
export const sharedSecretsSchema = z.object({ secrets: z.array(secretSchema) });
export type SharedSecrets = z.output<typeof sharedSecretsSchema>;

/** One in use, and one to change over to. */
const MOST_ACTIVE = 2;
const LIFE = '365d';

export const activeOf = (shared: SharedSecrets | undefined, now: Date): SharedSecret[] => (shared?.secrets ?? []).filter(({ expiresAt }) => new Date(expiresAt) > now);

/** With one more; null when it is there already. @throws DomainError `invalid_status` when there are enough */
export function withSecret(shared: SharedSecrets | undefined, { id, sealed }: { readonly id: string; readonly sealed: SealedSecret }, now: Date): SharedSecrets | null {
  const active = activeOf(shared, now);
  if (active.some((secret) => secret.id === id)) return null;
  if (active.length >= MOST_ACTIVE) throw new DomainError('invalid_status', `There are ${MOST_ACTIVE} active secrets already.`);
  return { secrets: [...active, { id, sealed, createdAt: now.toISOString(), expiresAt: after(now, LIFE).toISOString() }] };
}

/** Without one. @throws DomainError `not_found` */
export function withoutSecret(shared: SharedSecrets | undefined, id: string, now: Date): SharedSecrets {
  const active = activeOf(shared, now);
  const rest = active.filter((secret) => secret.id !== id);
  if (rest.length === active.length) throw new DomainError('not_found', 'There is no such secret.');
  return { secrets: rest };
}

export const secretViewOf = ({ id, createdAt, expiresAt }: SharedSecret): SecretView => ({ id, createdAt, expiresAt });
