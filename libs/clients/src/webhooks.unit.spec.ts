import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isGenuine, type ReceivedWebhook } from './webhooks.ts';

const body = '{"id":"evt_1","amount":"1.00"}';
const at = 1_768_473_000;
const now = new Date(at * 1_000);
const hmac = (key: string | Buffer, message: string): string => createHmac('sha256', key).update(message).digest('hex');
const base64 = Buffer.from('a secret').toString('base64');

const signed = {
  bultra: { header: 'x-bultra-signature', secret: 'a secret', value: (secret: string) => hmac(secret, `${at}.${body}`) },
  braid: { header: 'braid-signature', secret: 'a secret', value: (secret: string) => hmac(secret, `${at}.${body}`) },
  wealthkernel: { header: 'webhook-signature', secret: base64, value: (secret: string) => hmac(Buffer.from(secret, 'base64'), `${body}${at}`) },
} as const;

describe.each(Object.entries(signed) as [keyof typeof signed, (typeof signed)[keyof typeof signed]][])('a webhook of %s', (dialect, { header, secret, value }) => {
  const good: ReceivedWebhook = { headers: { [header]: `t=${at},v1=${value(secret)}` }, body, secrets: [secret], now };

  it('is genuine by any of the secrets and any of its signatures, as bytes or text', () => {
    const other = Buffer.from('another secret').toString('base64');
    expect(isGenuine(dialect, good)).toBe(true);
    expect(isGenuine(dialect, { ...good, body: Buffer.from(body) })).toBe(true);
    expect(isGenuine(dialect, { ...good, secrets: [other, secret] })).toBe(true);
    expect(isGenuine(dialect, { ...good, headers: { [header]: `t=${at},v1=${value(other)},v1=${value(secret)}` } })).toBe(true);
  });

  it.each<[string, Partial<ReceivedWebhook>]>([
    ['another body', { body: body.replace('1.00', '9.00') }], ['another secret', { secrets: [Buffer.from('no secret').toString('base64')] }], ['no secret', { secrets: [] }], ['no signature', { headers: {} }],
    ['a signature that is none', { headers: { [header]: `t=${at},v1=xyz` } }], ['another time', { headers: { [header]: `t=${at + 1},v1=${value(secret)}` } }], ['no time', { headers: { [header]: `v1=${value(secret)}` } }],
    ['a time long ago', { now: new Date(now.getTime() + 301_000) }], ['a time ahead', { now: new Date(now.getTime() - 301_000) }], ['two headers of the name', { headers: { [header]: [`t=${at},v1=${value(secret)}`] } }],
  ])('is not genuine with %s', (_, changes) => {
    expect(isGenuine(dialect, { ...good, ...changes })).toBe(false);
  });
});
