import { readFile } from 'node:fs/promises';
import { Injectable, Logger } from '@nestjs/common';
import { PLATFORM_TENANT } from '@sluice/contract-kit';
import { ServiceState } from '@sluice/service-host';
import { z } from 'zod';
import { GatewayConfig } from '../gateway.config.js';
import { bultraReadScopes, opsScopes, scopesOf, type StoredClient } from './client.js';
import { Clients } from './clients.js';
import { hashSecret, keyDigest } from './credentials.js';

const secretSchema = z.object({ clientId: z.string().min(1), clientSecret: z.string().min(16) });

const tenantSchema = z.object({
  wealthkernel: secretSchema.optional(),
  bultra: secretSchema.optional(),
  bultraReadOnly: secretSchema.optional(),
  braid: z.object({ token: z.string().min(16) }).optional(),
  ops: z.object({ key: z.string().min(16) }).optional(),
});
type TenantClients = z.output<typeof tenantSchema>;

/** Keys of whoever runs the platform. Their own tenant is the platform's. */
const operatorSchema = z.object({ key: z.string().min(16), tenants: z.array(z.string().min(1)).min(1), scopes: z.array(z.enum(opsScopes)).min(1).default([...opsScopes]) });

const fileSchema = z.object({ tenants: z.record(z.string().min(1), tenantSchema), operators: z.record(z.string().min(1).max(90), operatorSchema).default({}) });

const operatorOf = (name: string, { key, tenants, scopes }: z.output<typeof operatorSchema>): StoredClient =>
  ({ id: `${PLATFORM_TENANT}-${name}`, tenantId: PLATFORM_TENANT, kind: 'ops', scopes, tenants, keyDigest: keyDigest(key) });

/** The clients of one tenant as they are stored: secrets hashed. */
export async function clientsOf(tenantId: string, given: TenantClients): Promise<StoredClient[]> {
  const withSecret = async (client: Omit<StoredClient, 'id' | 'tenantId'>, secret: z.output<typeof secretSchema> | undefined): Promise<StoredClient[]> =>
    secret ? [{ ...client, id: secret.clientId, tenantId, secretHash: await hashSecret(secret.clientSecret) }] : [];
  const withKey = (kind: 'braid' | 'ops', key: string | undefined): StoredClient[] =>
    key === undefined ? [] : [{ id: `${tenantId}-${kind}`, tenantId, kind, scopes: scopesOf[kind], keyDigest: keyDigest(key) }];
  return [
    ...(await withSecret({ kind: 'wealthkernel', scopes: scopesOf.wealthkernel }, given.wealthkernel)),
    ...(await withSecret({ kind: 'bultra', scopes: scopesOf.bultra }, given.bultra)),
    ...(await withSecret({ kind: 'bultra', scopes: bultraReadScopes }, given.bultraReadOnly)),
    ...withKey('braid', given.braid?.token),
    ...withKey('ops', given.ops?.key),
  ];
}

/**
 * Sets up the tenants and API clients that a file names, every time the gateway starts: nobody could make an operator's first key otherwise.
 * One that was revoked meanwhile stays so (docs/decisions/0031).
 */
@Injectable()
export class SeedClients {
  private readonly logger = new Logger('Clients');

  constructor(private readonly config: GatewayConfig, private readonly clients: Clients, state: ServiceState) {
    state.beforeReady(() => this.seedAll());
  }

  async seedAll(): Promise<void> {
    if (this.config.clientsFile === undefined) return;
    const { tenants, operators } = fileSchema.parse(JSON.parse(await readFile(this.config.clientsFile, 'utf8')));
    for (const [tenantId, given] of Object.entries(tenants)) await this.seed(tenantId, given);
    for (const [name, given] of Object.entries(operators)) await this.clients.put(operatorOf(name, given));
    this.logger.log(`Set up the clients of ${Object.keys(tenants).length} tenants.`);
  }

  private async seed(tenantId: string, given: TenantClients): Promise<void> {
    if ((await this.clients.tenant(tenantId)) === null) await this.clients.putTenant({ id: tenantId, name: tenantId });
    for (const client of await clientsOf(tenantId, given)) await this.clients.put(client);
  }
}
