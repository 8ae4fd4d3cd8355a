import { createHmac } from 'node:crypto';
import { base32Letters } from '../bank-payments/rails/payment-id.js';
import type { ReceiptFacts } from './receipt-facts.js';

const LETTERS = 16;
const GROUP = /.{4}(?=.)/g;

/** Every fact in a fixed order, each in one way of writing: two receipts have the same line only when they say the same. */
function contentOf({ withdrawalId, amount, rail, reference, payer, payee, requestedAt, acceptedAt, executedAt, trace }: ReceiptFacts): string {
  const { routingNumber, accountNumber, sortCode, iban, bic } = payee.numbers;
  return JSON.stringify([
    'receipt 1', withdrawalId, amount.currency, amount.units.toString(), rail, reference ?? null, payer.name ?? null, payer.account, payee.name,
    [routingNumber, accountNumber, sortCode, iban, bic].map((number) => number ?? null),
    requestedAt.toISOString(), acceptedAt?.toISOString() ?? null, executedAt.toISOString(), trace,
  ]);
}

/**
 * Sixteen letters, `XXXX-XXXX-XXXX-XXXX`, that only who has the key can find for these facts: 80 bits of HMAC-SHA256.
 * A receipt shown to us is genuine when its withdrawal's facts give the code that is printed on it.
 */
export const verificationCode = (facts: ReceiptFacts, key: string | Uint8Array): string =>
  base32Letters(createHmac('sha256', key).update(contentOf(facts)).digest(), LETTERS).replace(GROUP, '$&-');
