import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { StackPlace } from './place.ts';
import { readPrivate, writePrivate } from './private-file.ts';
import { tenantSchema, type TenantSecrets } from './stack-file.ts';

const tenantIds = ['acme', 'globex'] as const;

/** As the gateway reads it. */
const clientsSchema = z.object({ tenants: z.record(z.string(), tenantSchema) });

const secret = (): string => randomBytes(24).toString('base64url');

function newTenant(tenantId: string): TenantSecrets {
  const client = (name: string) => ({ clientId: `${tenantId}-${name}`, clientSecret: secret() });
  return {
    wealthkernel: client('wealthkernel'),
    bultra: client('bultra'),
    bultraReadOnly: client('bultra-read-only'),
    braid: { token: secret() },
    ops: { key: secret() },
  };
}

/** The API clients of every tenant; made once per stack folder, so that they outlive a restart, and never printed. */
export async function secretsOf(place: StackPlace): Promise<Record<string, TenantSecrets>> {
  const known = await readPrivate(place.clientsFile, clientsSchema);
  const { tenants } = known ?? { tenants: Object.fromEntries(tenantIds.map((tenantId) => [tenantId, newTenant(tenantId)])) };
  if (known === null) await writePrivate(place.clientsFile, { tenants });
  return tenants;
}
