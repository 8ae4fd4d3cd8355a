import { holdSchema, phaseSchema } from '@sluice/contract-intake';
import { dialectSchema } from '@sluice/contract-kit';
import { z } from 'zod';
import { pageShape } from './case.schema.js';

const time = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-01-15T10:30:00Z' }).transform((text) => new Date(text).toISOString());

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

export const withdrawalListSchema = z.object({
  ...pageShape,
  tenant: z.string().min(1).max(100).optional(),
  dialect: dialectSchema.optional(),
  phase: phaseSchema.optional(),
  hold: holdSchema.optional(),
  stuck: yesOrNo.optional(),
  createdFrom: time.optional(),
  createdTo: time.optional(),
  text: z.string().trim().min(1, 'must not be empty').max(100).regex(/^\P{Cc}*$/u, 'must not contain control characters').optional(),
});

export const actionSchema = z.object({ reason: z.string().trim().min(1, 'must not be empty').max(1_000) });
