import { createHash, randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { fixedKeyKinds, type ClientKind, type Credential } from './client.js';

export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** RFC 6749 section 2.3.1: both parts are form-encoded before they are joined. */
function formDecode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** Reads `Authorization: Basic …`; null when it is anything else. */
export function basicCredentials(authorization: string | undefined): Credentials | null {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return null;
  const id = formDecode(text.slice(0, colon));
  const secret = formDecode(text.slice(colon + 1));
  return id === null || secret === null ? null : { id, secret };
}

const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };
const KEY_BYTES = 32;

const derive = (secret: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(secret, salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** `scrypt$<salt>$<key>`, both base64url. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64url')}$${(await derive(secret, salt)).toString('base64url')}`;
}

/** Takes as long for a wrong secret as for the right one. */
export async function secretMatches(secret: string, hash: string): Promise<boolean> {
  const [, salt = '', key = ''] = hash.split('$');
  const expected = Buffer.from(key, 'base64url');
  const actual = await derive(secret, Buffer.from(salt, 'base64url'));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/**
 * Under what a fixed key is stored and found. Such keys come with every request, so a slow hash would be paid every time;
 * they are random and at least 128 bits long, so a fast one gives nothing away (docs/decisions/0031).
 */
export const keyDigest = (key: string): string => createHash('sha256').update(key).digest('base64url');

const SECRET_BYTES = 32;

/** A secret that nobody else knows, and what of it is stored. */
export async function newCredential(kind: ClientKind): Promise<{ readonly secret: string; readonly credential: Credential }> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { secret, credential: fixedKeyKinds.includes(kind) ? { keyDigest: keyDigest(secret) } : { secretHash: await hashSecret(secret) } };
}
