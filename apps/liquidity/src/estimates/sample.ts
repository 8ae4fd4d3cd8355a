import { timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';
import { stepNames } from './published.js';

/** How long one step of one withdrawal took. */
export const sampleSchema = z.object({ step: z.enum(stepNames), where: z.string(), seconds: z.int().min(0), at: timeSchema });
export type Sample = z.output<typeof sampleSchema>;
