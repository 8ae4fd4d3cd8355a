import { Global, Injectable, Module } from '@nestjs/common';
import { evmEnvironment } from '@sluice/evm';
import { credentialsEnvironment, readCredentials, type Credentials } from '@sluice/providers';
import type { KeyRing } from '@sluice/kernel';
import { environmentOf, keyRing, outsideSandbox, publicKeys, readEnvironment, retentionDays, sealingKey, secret } from '@sluice/service-host';
import { z } from 'zod';
import { turnkeyEnvironment } from './providers/turnkey.config.js';
import { originatorSchema, sandboxOriginator, type Originator } from './bank-payments/rails/originator.js';

const address = z.url({ protocol: /^https?$/, error: 'an http(s) address' });
const SECRET_WORDS = 'a secret of 16 characters or more';
const secretText = z.string(SECRET_WORDS).min(16, SECRET_WORDS);
const ORIGINATOR_SHAPE = 'a JSON object of who pays, with its name and its accounts in USD, GBP and EUR';

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const originator = z.string(ORIGINATOR_SHAPE).transform((text, context): Originator => {
  const read = originatorSchema.safeParse(parsedJson(text));
  if (read.success) return read.data;
  context.addIssue(ORIGINATOR_SHAPE);
  return z.NEVER;
});

const variables = {
  BANK_URL: address.describe('The bank; its API is under `/bank`'),
  PAYOUT_URL: address.describe('Where the bank reaches this service'),
  BANK_CALLBACK_SECRET: secret(keyRing(secretText, SECRET_WORDS), 'Shared with the bank, which signs its callbacks with it'),
  BANK_TIMEOUT_MS: z.coerce.number('milliseconds').int('milliseconds').min(50, 'milliseconds').max(60_000, 'milliseconds').default(3_000)
    .describe('How long a call to the bank may take before its outcome counts as unknown'),
  RECEIPT_KEY: secret(secretText, 'Makes the verification codes of receipts'),
  RETAIN_BANK_REPORTS_DAYS: retentionDays(800, 'How long reports of the bank are kept that could not be read or matched, since they came last'),
  ORIGINATOR: outsideSandbox(originator.describe('Who pays, as the bank knows us; in the sandbox an invented company unless told')),
};

const sealing = { variables: { DATA_KEY: sealingKey('Seals account numbers in the database; the same at every instance') } };

/** What fields are sealed with. @throws ConfigError */
export const readDataKeys = (sandbox: boolean): KeyRing => readEnvironment('payout', sealing, process.env, sandbox).DATA_KEY ?? publicKeys();

/** All that payout reads from its environment. */
export const payoutEnvironment = environmentOf('payout', { variables }, credentialsEnvironment('BANK', 'the bank'), turnkeyEnvironment, evmEnvironment, sealing);

/** What payout reads from its environment beside what every service reads. */
@Injectable()
export class PayoutConfig {
  readonly bankUrl: string;
  /** Where the bank reaches this service. */
  readonly publicUrl: string;
  /** Shared with the bank, which signs its callbacks with one of them. */
  readonly callbackKeys: KeyRing;
  /** How long a call to the bank may take before its outcome counts as unknown. */
  readonly bankTimeoutMs: number;
  /** How the bank knows us; absent: by nothing. */
  readonly bankCredentials?: Credentials | undefined;
  /** Makes the verification codes of receipts: nobody else can. */
  readonly receiptKey: string;
  /** How long reports of the bank are kept that could not be used. */
  readonly reportDays: number;
  /** Who pays, as the bank knows us. */
  readonly originator: Originator;

  /** @throws ConfigError naming every variable that is missing or wrong, without its value. */
  constructor() {
    const read = readEnvironment('payout', { variables });
    this.bankUrl = read.BANK_URL;
    this.publicUrl = read.PAYOUT_URL;
    this.callbackKeys = read.BANK_CALLBACK_SECRET;
    this.bankTimeoutMs = read.BANK_TIMEOUT_MS;
    this.bankCredentials = readCredentials('payout', 'BANK');
    this.receiptKey = read.RECEIPT_KEY;
    this.reportDays = read.RETAIN_BANK_REPORTS_DAYS;
    this.originator = read.ORIGINATOR ?? sandboxOriginator;
  }
}

/** The configuration, for every module of the service. */
@Global()
@Module({ providers: [PayoutConfig], exports: [PayoutConfig] })
export class PayoutConfigModule {}
