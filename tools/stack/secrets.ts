import { createECDH, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { StackPlace } from './place.ts';
import { readPrivate, writePrivate } from './private-file.ts';
import { operatorSchema, tenantSchema, type TenantSecrets } from './stack-file.ts';

/** The last is there to be misused: whatever is done to it, the others' money and settings are as they were. */
const tenantIds = ['acme', 'globex', 'initech'] as const;

/** As the gateway reads it. */
const clientsSchema = z.object({
  tenants: z.record(z.string(), tenantSchema),
  operators: z.record(z.string(), operatorSchema.extend({ tenants: z.array(z.string()) })).default({}),
});
export type Clients = z.output<typeof clientsSchema>;

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

/** A P-256 key pair as the signer's API wants it: hex, the public half compressed. */
const apiKeySchema = z.object({ publicKey: z.string(), privateKey: z.string() });

function newApiKey(): z.output<typeof apiKeySchema> {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return { publicKey: pair.getPublicKey('hex', 'compressed'), privateKey: pair.getPrivateKey('hex').padStart(64, '0') };
}

const serviceSecretsSchema = z.object({
  bankCallback: z.string(),
  receiptKey: z.string(),
  /** Payout's two users at the signer: one whose word is enough, one that only proposes to the customer. */
  signerPolicy: apiKeySchema,
  signerProposer: apiKeySchema,
});

/** What services share with each other or keep to themselves. */
export type ServiceSecrets = z.output<typeof serviceSecretsSchema>;

/** Made once per stack folder, so that it outlives a restart, and never printed. */
async function kept<Schema extends z.ZodType>(file: string, schema: Schema, make: () => z.output<Schema>): Promise<z.output<Schema>> {
  const known = await readPrivate(file, schema);
  if (known !== null) return known;
  const made = make();
  await writePrivate(file, made);
  return made;
}

/** The API clients of every tenant, and an operator of the platform who may act for each. */
export const clientsOf = (place: StackPlace): Promise<Clients> =>
  kept(place.clientsFile, clientsSchema, () => ({
    tenants: Object.fromEntries(tenantIds.map((tenantId) => [tenantId, newTenant(tenantId)])), operators: { all: { key: secret(), tenants: [...tenantIds] } },
  }));

export const serviceSecretsOf = (place: StackPlace): Promise<ServiceSecrets> =>
  kept(place.secretsFile, serviceSecretsSchema, () => ({
    bankCallback: secret(), receiptKey: secret(), signerPolicy: newApiKey(), signerProposer: newApiKey(),
  }));
