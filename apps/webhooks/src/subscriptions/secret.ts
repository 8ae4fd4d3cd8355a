import { timeSchema } from '@sluice/contract-kit';
import type { SecretView } from '@sluice/contract-webhooks';
import { after, DomainError, type KeyRing, type Sealed } from '@sluice/kernel';
import { z } from 'zod';

/** A secret at rest, bound to the id of what it belongs to. */
export const sealedSecretSchema: z.ZodType<Sealed> = z.object({ keyId: z.string().optional(), nonce: z.string(), text: z.string(), tag: z.string() });

/** Sealed by the current key. */
export const resealed = (sealed: Sealed, belongsTo: string, keys: KeyRing): Sealed => keys.seal(keys.open(sealed, belongsTo), belongsTo);

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
export function withSecret(shared: SharedSecrets | undefined, { id, sealed }: { readonly id: string; readonly sealed: Sealed }, now: Date): SharedSecrets | null {
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
