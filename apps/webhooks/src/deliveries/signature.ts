import { createHmac } from 'node:crypto';

/** What a signature is made of. `body` is the raw bytes' text, `at` the moment of this try in Unix seconds. */
export interface Signing {
  readonly body: string;
  readonly at: number;
  /** The endpoint's active secrets as their owner was shown them; two while one is being rotated. */
  readonly secrets: readonly string[];
}

const hmac = (key: string | Buffer, message: string): string => createHmac('sha256', key).update(message).digest('hex');

const dotted = ({ body, at, secrets }: Signing): string => [`t=${at}`, ...secrets.map((secret) => `v1=${hmac(secret, `${at}.${body}`)}`)].join(',');

/** How each dialect signs (its spec, with vectors): the header's name and its value. */
export const signatures = {
  /** Key: the base64-decoded secret; message: body, then timestamp, nothing between; one `v1` for each secret. */
  wealthkernel: ({ body, at, secrets }: Signing) => ({
    header: 'Webhook-Signature', value: [`t=${at}`, ...secrets.map((secret) => `v1=${hmac(Buffer.from(secret, 'base64'), `${body}${at}`)}`)].join(','),
  }),
  bultra: (signing: Signing) => ({ header: 'x-bultra-signature', value: dotted(signing) }),
  braid: (signing: Signing) => ({ header: 'Braid-Signature', value: dotted(signing) }),
} as const;
