import { requirementSchema, rulesSchema, stageSchema } from '@sluice/contract-compliance';
import { z } from 'zod';
import { ruleNames } from '../rules/rule-table.js';

/** One judgement, with the rules it was made by: it must be possible to say later why documents were asked for, or were not. */
const screeningSchema = z.object({
  stage: stageSchema,
  outcome: z.enum(['cleared', 'documents-required']),
  ruleVersion: z.string(),
  rules: rulesSchema,
  /** The rules that asked for documents. */
  reasons: z.array(z.enum(ruleNames)),
  /** The app that asked, to which word of the accepted documents goes. */
  askedBy: z.string(),
  at: z.date(),
  /** When nothing stood in the way any more; null while documents are missing. */
  passedAt: z.date().nullable(),
});

const caseRequirementSchema = requirementSchema.extend({
  stage: stageSchema,
  requestedAt: z.date(),
  reviewedAt: z.date().nullable(),
});

/** All that compliance knows of one withdrawal; its id is the withdrawal's. */
export const complianceCaseSchema = z.object({
  closed: z.boolean(),
  /** Null when the case was closed before anything was judged. */
  destinationId: z.string().nullable(),
  /** At most one per stage. */
  screenings: z.array(screeningSchema),
  /** In the order in which they were asked for. */
  requirements: z.array(caseRequirementSchema),
});

export type ComplianceCase = z.output<typeof complianceCaseSchema>;
export type Screening = z.output<typeof screeningSchema>;
export type Requirement = z.output<typeof caseRequirementSchema>;

export const emptyCase: ComplianceCase = { closed: false, destinationId: null, screenings: [], requirements: [] };

/** What others see of a requirement. */
export const viewOf = ({ id, type, description, status }: Requirement): z.output<typeof requirementSchema> => ({ id, type, description, status });
