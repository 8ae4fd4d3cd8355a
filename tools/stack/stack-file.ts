import { z } from 'zod';
import type { StackPlace } from './place.ts';
import { readPrivate, writePrivate } from './private-file.ts';

const clientSchema = z.object({ clientId: z.string(), clientSecret: z.string() });

export const tenantSchema = z.object({
  wealthkernel: clientSchema,
  bultra: clientSchema,
  bultraReadOnly: clientSchema,
  braid: z.object({ token: z.string() }),
  ops: z.object({ key: z.string() }),
});

/** Of the platform, who may act for several tenants. */
export const operatorSchema = z.object({ key: z.string() });

/** The one thing an outside test needs to know of a running stack (spec: operator). */
export const stackFileSchema = z.object({
  gateway: z.url(),
  tenants: z.record(z.string(), tenantSchema),
  /** None in a stack that an older version started. */
  operators: z.record(z.string(), operatorSchema).default({}),
  chains: z.record(z.string(), z.object({ rpcUrl: z.string(), usdc: z.string() })),
  /** Where traces are shown, when the stack has a Jaeger. */
  traces: z.url().optional(),
  processes: z.record(z.string(), z.object({ pid: z.int(), management: z.url().optional() })),
});

export type StackFile = z.output<typeof stackFileSchema>;
export type TenantSecrets = z.output<typeof tenantSchema>;

export const writeStackFile = (place: StackPlace, content: StackFile): Promise<void> => writePrivate(place.stackFile, content);

export const readStackFile = (file: string): Promise<StackFile | null> => readPrivate(file, stackFileSchema);
