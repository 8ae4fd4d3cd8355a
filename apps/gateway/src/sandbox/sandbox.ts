import { rulesSchema } from '@sluice/contract-compliance';
import { dialectSchema, paceSchema } from '@sluice/contract-kit';
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

export const durationSchema = z.string().transform((text, context) => {
  const ms = isoDurationMs(text);
  if (ms !== null && ms <= MAX_DURATION_MS) return ms;
  context.addIssue({ code: 'custom', message: 'must be an ISO 8601 duration in days, hours, minutes and seconds, ten years at most' });
  return z.NEVER;
});

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
