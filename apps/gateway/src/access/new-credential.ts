import { randomBytes } from 'node:crypto';
import type { ClientKind, Credential } from './client.js';
import { fixedKeyKinds } from './authentication.js';
import { keyDigest } from './key-digest.js';
import { hashSecret } from './secret-hash.js';

const SECRET_BYTES = 32;

/** A secret that nobody else knows, and what of it is stored. */
export async function newCredential(kind: ClientKind): Promise<{ readonly secret: string; readonly credential: Credential }> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { secret, credential: fixedKeyKinds.includes(kind) ? { keyDigest: keyDigest(secret) } : { secretHash: await hashSecret(secret) } };
}
