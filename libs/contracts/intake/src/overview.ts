/** What operators see of all withdrawals at once, of the way of one, and of what an action would do. */
import { contractOf, dialectSchema, holdSchema, idSchema, phaseSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('intake');

/** Withdrawals of one dialect, over one rail or chain where that is known, in one phase. */
const flowCellSchema = z.object({ dialect: dialectSchema, rail: z.string().nullable(), phase: phaseSchema, hold: holdSchema, count: z.int().min(1), oldestAt: timeSchema });
export type FlowCell = z.output<typeof flowCellSchema>;

/** What began and ended within a span of time. From request to arrival: the median, and what nine of ten took at most; null where nothing arrived. */
const flowBucketSchema = z.object({
  from: timeSchema, started: z.int().min(0), settled: z.int().min(0), failed: z.int().min(0), medianSeconds: z.number().nullable(), slowSeconds: z.number().nullable(),
});
export type FlowBucket = z.output<typeof flowBucketSchema>;

export const windowSchema = z.enum(['PT1H', 'PT6H', 'P1D', 'P7D']);

/** Where a tenant's withdrawals are, and what became of them within a window that ends now, on the tenant's clock. */
export const measureFlow = service.request('measure-flow', {
  body: z.object({ window: windowSchema }),
  reply: z.object({
    now: timeSchema, from: timeSchema, bucketSeconds: z.int(),
    underWay: z.array(flowCellSchema),
    ended: z.array(flowCellSchema),
    /** Oldest first, without a gap. */
    buckets: z.array(flowBucketSchema),
  }),
});

export const actionSchema = z.enum(['retry-step', 'fail', 'cancel']);

/** What an action would do to a withdrawal now: where it would lead. Nothing is done. */
const actionPreviewSchema = z.object({
  id: idSchema, dialectId: idSchema, action: actionSchema, possible: z.boolean(),
  step: z.string(),
  /** Of a possible one: the step that it leads to, which is the same one where it is asked again or where only legs move. */
  nextStep: z.string().nullable(),
  nextPhase: phaseSchema.nullable(),
});
export type ActionPreview = z.output<typeof actionPreviewSchema>;

/** For those of the withdrawals that are there, by whatever id. */
export const previewAction = service.request('preview-action', {
  body: z.object({ ids: z.array(idSchema).min(1).max(200), action: actionSchema }),
  reply: z.object({ previews: z.array(actionPreviewSchema) }),
});

/** A row of a table: what it looks like from outside, what is sent on entering, and where it leads. */
const sagaStateSchema = z.object({
  name: z.string(), phase: phaseSchema, hold: holdSchema, sends: z.string().nullable(), timeout: z.string().nullable(), onTimeout: z.string().nullable(), ends: z.boolean(),
  on: z.array(z.object({ message: z.string(), to: z.string() })),
});

/** The table that a withdrawal goes through, the way it has come, what is possible now, and what its timers lead to. */
export const getOutlook = service.request('get-outlook', {
  body: z.object({ id: idSchema }),
  reply: z.object({
    kind: z.string(),
    states: z.array(sagaStateSchema),
    path: z.array(z.object({ step: z.string(), at: timeSchema })),
    actions: z.array(actionPreviewSchema),
    timers: z.array(z.object({ name: z.string(), dueAt: timeSchema, leadsTo: z.string().nullable() })),
  }),
  refusals: ['not_found'],
});
