import { rulesSchema } from '@sluice/contract-compliance';
import { chainSchema, dialectSchema, paceSchema } from '@sluice/contract-kit';
import { isinSchema, positionKeySchema } from '@sluice/contract-liquidity';
import { currencies } from '@sluice/kernel';
import { z } from 'zod';

const DURATION = /^P(?!$)(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9}(?:\.\d{1,3})?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration in days, hours, minutes and seconds, such as `PT48H`; null when it is none. */
export function isoDurationMs(text: string): number | null {
  const match = DURATION.exec(text);
  if (!match) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part = '0') => Number(part));
  return Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000);
}

/** Ten years: further ahead lies only a mistake. */
const MAX_DURATION_MS = 3_660 * 86_400_000;

const durationSchema = z.string().transform((text, context) => {
  const ms = isoDurationMs(text);
  if (ms !== null && ms <= MAX_DURATION_MS) return ms;
  context.addIssue({ code: 'custom', message: 'must be an ISO 8601 duration in days, hours, minutes and seconds, ten years at most' });
  return z.NEVER;
}).meta({ pattern: DURATION.source, description: 'An ISO 8601 duration in days, hours, minutes and seconds, ten years at most.' });

/** How the outside world and the clock behave for one tenant of the sandbox. */
export const sandboxSchema = z.object({
  /** Grows by one with every change, so that services can tell an older setting that arrives late. */
  revision: z.int().nonnegative(),
  /** How far the tenant's clock runs ahead of the wall clock. */
  clockOffsetMs: z.int().nonnegative(),
  pace: paceSchema,
  rfi: rulesSchema,
});

export type Sandbox = z.output<typeof sandboxSchema>;
export type SandboxChange = { readonly pace?: Sandbox['pace'] | undefined; readonly rfi?: { readonly [Field in keyof Sandbox['rfi']]?: Sandbox['rfi'][Field] | undefined } | undefined };

/** spec/operator.md, sandbox. */
export const defaultSandbox: Sandbox = {
  revision: 0,
  clockOffsetMs: 0,
  pace: 'instant',
  rfi: { dialects: ['bultra'], upFrontOver: '50000.00', inReviewOver: '10000.00', otherOver: null, newCounterparty: false, autoReview: true },
};

/** Fields that are not given stay as they are. */
export function changed(sandbox: Sandbox, { pace, rfi = {} }: SandboxChange): Sandbox {
  const given = Object.fromEntries(Object.entries(rfi).filter(([, value]) => value !== undefined));
  return { ...sandbox, pace: pace ?? sandbox.pace, rfi: { ...sandbox.rfi, ...given } };
}

export const advanced = (sandbox: Sandbox, byMs: number): Sandbox => ({ ...sandbox, clockOffsetMs: sandbox.clockOffsetMs + byMs });

const thresholdSchema = z.string().regex(/^(0|[1-9]\d{0,14})(\.\d{1,2})?$/, 'must be a plain decimal number with at most two decimals, or null').nullable();

export const advanceSchema = z.object({ by: durationSchema });

export const sandboxChangeSchema = z.object({
  pace: paceSchema.optional(),
  rfi: z
    .object({
      dialects: z.array(dialectSchema),
      upFrontOver: thresholdSchema,
      inReviewOver: thresholdSchema,
      otherOver: thresholdSchema,
      newCounterparty: z.boolean(),
      autoReview: z.boolean(),
    })
    .partial()
    .optional(),
});

export const faultPorts = ['bank', 'chain', 'attestation', 'custodian', 'signer', 'screening'] as const;
export const faultModes = ['reject', 'fail', 'slow', 'silent', 'duplicate', 'fail_after_success', 'revert', 'expire'] as const;

export interface Fault {
  readonly id: string;
  readonly port: (typeof faultPorts)[number];
  readonly mode: (typeof faultModes)[number];
  readonly code?: string | undefined;
  /** How many calls it spoils; all of them when absent. */
  readonly count?: number | undefined;
  readonly delayMs?: number | undefined;
}

/** What one unit of an instrument costs a portfolio, in plain decimals. */
export interface Price {
  readonly portfolioId: string;
  readonly isin: string;
  readonly price: string;
  readonly currency: string;
}

const text = z.string().min(1).max(100).regex(/^\P{Cc}*$/u, 'must not contain control characters');

const decimalSchema = z.string().regex(/^(0|[1-9]\d{0,14})(\.\d+)?$/, 'must be a plain decimal number of at most 15 digits before the point');

/** Chain and position are a wallet's. */
export const depositSchema = z.object({
  target: text, amount: decimalSchema, currency: z.enum(currencies).optional(), chain: chainSchema.optional(), positionKey: positionKeySchema.optional(),
});
export type DepositOrder = z.output<typeof depositSchema>;

const positive = decimalSchema.regex(/^\d+(\.\d{1,10})?$/, 'must have at most 10 decimals').regex(/[1-9]/, 'must be more than zero');

export const holdingSchema = z.object({ portfolioId: text, isin: isinSchema, quantity: positive, price: positive, currency: z.enum(currencies).exclude(['USDC']) });
export type HoldingOrder = z.output<typeof holdingSchema>;

export const accruedFeeSchema = z.object({ portfolioId: text, amount: decimalSchema, currency: z.enum(currencies).optional() });
export type AccruedFeeOrder = z.output<typeof accruedFeeSchema>;

export const statusSchema = z.object({ target: text, status: text });

export const faultSchema = z.object({
  port: z.enum(faultPorts),
  mode: z.enum(faultModes),
  code: text.optional(),
  count: z.int().min(1).max(1_000_000).optional(),
  delay: durationSchema.optional(),
});

export const bankReturnSchema = z.object({ withdrawalId: text, code: z.string().regex(/^[A-Za-z0-9]{2,10}$/, 'must be a return code of the rail') });
