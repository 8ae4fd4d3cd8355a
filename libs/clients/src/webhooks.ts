import { createHmac, timingSafeEqual } from 'node:crypto';

export type SigningDialect = 'braid' | 'bultra' | 'wealthkernel';

/** The header, in lower case, that signs a webhook in each dialect; what is signed with what. */
const schemes: Readonly<Record<SigningDialect, { readonly header: string; readonly sign: (secret: string, at: string, body: Uint8Array) => Buffer }>> = {
  braid: { header: 'braid-signature', sign: (secret, at, body) => createHmac('sha256', secret).update(`${at}.`).update(body).digest() },
  bultra: { header: 'x-bultra-signature', sign: (secret, at, body) => createHmac('sha256', secret).update(`${at}.`).update(body).digest() },
  wealthkernel: { header: 'webhook-signature', sign: (secret, at, body) => createHmac('sha256', Buffer.from(secret, 'base64')).update(body).update(at).digest() },
};

/** A webhook as it was received. */
export interface ReceivedWebhook {
  /** By lower-case names, as Node has them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came: JSON that was parsed and printed again is signed by nobody. */
  readonly body: Uint8Array | string;
  /** The endpoint's active secrets: two while one is being replaced. */
  readonly secrets: readonly string[];
  /** Now, and how far the signature's time may be from it. */
  readonly now?: Date;
  readonly toleranceMs?: number;
}

const TOLERANCE_MS = 300_000;

/** Whether a webhook was signed with one of the secrets, and lately: an old one may be a recording. */
export function isGenuine(dialect: SigningDialect, { headers, body, secrets, now = new Date(), toleranceMs = TOLERANCE_MS }: ReceivedWebhook): boolean {
  const { header, sign } = schemes[dialect];
  const given = headers[header];
  const parts = (typeof given === 'string' ? given : '').split(',').map((part) => part.trim());
  const at = parts.find((part) => /^t=\d{1,15}$/.test(part))?.slice(2);
  if (at === undefined || Math.abs(now.getTime() - Number(at) * 1_000) > toleranceMs) return false;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const signed = parts.filter((part) => /^v1=[0-9a-f]{64}$/i.test(part)).map((part) => Buffer.from(part.slice(3), 'hex'));
  return secrets.some((secret) => signed.some((signature) => timingSafeEqual(signature, sign(secret, at, bytes))));
}
