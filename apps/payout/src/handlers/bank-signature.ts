import { createHmac, timingSafeEqual } from 'node:crypto';

/** A signature older than this is not taken: it may be a replay. Clocks may differ by as much. */
const TOLERANCE_S = 300;

/** Header of a callback: `t=<unix seconds>,v1=<hex HMAC-SHA256(secret, t + "." + raw body)>`. */
export const SIGNATURE_HEADER = 'x-bank-signature';

export const signatureOf = (secret: string, unixSeconds: number, rawBody: Buffer | string): string =>
  createHmac('sha256', secret).update(`${unixSeconds}.`).update(rawBody).digest('hex');

/** True when the header was made with the secret over exactly this body, about now. */
export function isSigned(header: string | undefined, secret: string, rawBody: Buffer, now = new Date()): boolean {
  const [, time, signature] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (time === undefined || signature === undefined) return false;
  if (Math.abs(now.getTime() / 1000 - Number(time)) > TOLERANCE_S) return false;
  return timingSafeEqual(Buffer.from(signature, 'hex'), Buffer.from(signatureOf(secret, Number(time), rawBody), 'hex'));
}
