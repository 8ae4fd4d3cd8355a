import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getConnectionToken } from '@nestjs/mongoose';
import { startTestService, type TestService } from '@sluice/builders';
import { DiskDocumentStore, DocumentStore } from '@sluice/document-store';
import type { RequestContract } from '@sluice/contract-kit';
import { appendAuditRecord, listAuditRecords, verifyAuditLog } from '@sluice/contract-operations';
import { KeyRing, DomainError } from '@sluice/kernel';
import { SignJWT } from 'jose';
import type { Connection } from 'mongoose';
import { AccessTokens } from '../src/access/access-tokens.js';
import { clientKinds, scopesOf, type Client, type ClientKind, type Scope } from '../src/access/client.js';
import { Clients } from '../src/access/clients.js';
import { hashSecret, keyDigest } from '../src/access/credentials.js';
import { GatewayConfig } from '../src/gateway.config.js';
import { GatewayModule } from '../src/gateway.module.js';
import { useMiddleware } from '../src/http/middleware.js';
import { Simulators } from '../src/sandbox/providers/simulators.http.js';
import { Services } from '../src/services/services.js';

const fixedKeyKinds: readonly ClientKind[] = ['braid', 'ops'];
const SECRET = 'a secret that all of these share';

export interface Token {
  readonly algorithm?: string;
  readonly key?: Uint8Array;
  readonly audience?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly endsInSeconds?: number;
}

/** Of the audit log, which has what the gateway records of its own accord, whoever calls. */
const ofTheLog = new Map<string, unknown>([
  [appendAuditRecord.type, { sequence: 1, hash: '0'.repeat(64) }], [listAuditRecords.type, { records: [], hasMore: false }], [verifyAuditLog.type, { ok: true, records: 0, lastHash: null, breach: null, open: [] }],
]);

/** Services behind the gateway that have nothing of anybody, and the tenants in whose name they were requested. */
class NothingThere {
  readonly tenants: string[] = [];

  request({ type }: RequestContract, _body: unknown, { tenantId }: { tenantId: string }): Promise<unknown> {
    if (ofTheLog.has(type)) return Promise.resolve(ofTheLog.get(type));
    this.tenants.push(tenantId);
    return Promise.reject(new DomainError('not_found', 'There is no such thing.'));
  }
}

/** The gateway alone, with clients of every kind and scope, before services that have nothing. */
export class SecuredGateway {
  private constructor(readonly service: TestService, private readonly behind: NothingThere, private readonly simulated: string[], private readonly folder: string) {}

  static async start(changes: Partial<GatewayConfig> = {}, options: { sandbox?: boolean; namespace?: string } = {}): Promise<SecuredGateway> {
    const behind = new NothingThere();
    const simulated: string[] = [];
    const simulators = new Proxy({}, { get: (_, method) => (typeof method === 'symbol' || method === 'then' || method.startsWith('on') ? undefined : () => Promise.resolve(simulated.push(method) > 0)) });
    const config: GatewayConfig = {
      tokenKeys: new KeyRing('t'.repeat(32)), clientsFile: undefined, simulatorsUrl: undefined, rateLimitPerSecond: 100_000, idempotencyLeaseMs: 15_000, requestTimeoutMs: 10_000, ...changes,
    };
    const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    const service = await startTestService({
      module: GatewayModule, service: 'gateway', namespace: options.namespace, configure: useMiddleware, hear: false, sandbox: options.sandbox ?? true,
      overrides: [[GatewayConfig, config], [Services, behind], [Simulators, simulators], [DocumentStore, new DiskDocumentStore(folder)]],
    });
    return new SecuredGateway(service, behind, simulated, folder);
  }

  /** Stops this one of several instances. */
  async leave(): Promise<void> {
    await this.service.stopOnly();
    await this.service.probe.close();
    await rm(this.folder, { recursive: true });
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await rm(this.folder, { recursive: true });
  }

  /** The bearer token of a new client, got in the way of its kind. */
  async bearer(kind: ClientKind, tenantId = 'acme', scopes: readonly Scope[] = scopesOf[kind]): Promise<{ id: string; token: string }> {
    const id = `${kind}-${randomBytes(6).toString('hex')}`;
    const client: Client = { id, tenantId, kind, scopes };
    const isFixed = fixedKeyKinds.includes(kind);
    const key = randomBytes(16).toString('hex');
    await this.clients.put({ ...client, ...(isFixed ? { keyDigest: keyDigest(key) } : { secretHash: await hashSecret(SECRET) }) });
    return { id, token: isFixed ? key : (await this.service.app.get(AccessTokens).issue(client)).token };
  }

  get clients(): Clients {
    return this.service.app.get(Clients);
  }

  /** A token like the gateway's own for an existing client, but for what is said. */
  async signed(kind: ClientKind, subject: string, { algorithm = 'HS256', key, audience = kind, issuer = 'sluice', endsInSeconds = 60 }: Token = {}): Promise<string> {
    return new SignJWT({ tenant: 'acme', scope: scopesOf[kind].join(' ') }).setProtectedHeader({ alg: algorithm }).setIssuer(issuer).setSubject(subject).setAudience(audience)
      .setExpirationTime(Math.floor(Date.now() / 1_000) + endsInSeconds).sign(key ?? this.service.app.get(GatewayConfig).tokenKeys.current.bytes);
  }

  call(method: string, path: string, authorization?: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
    const proof = authorization === undefined ? {} : { authorization };
    return fetch(`${this.service.url}${path}`, { method, headers: { ...proof, ...headers }, ...(body === undefined ? {} : { body }) });
  }

  /** A request for a token, as this client makes it. */
  requestToken(kind: 'bultra' | 'wealthkernel', id: string, secret = SECRET): Promise<Response> {
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    return this.call('POST', kind === 'bultra' ? '/bultra/oauth2/token' : '/wealthkernel/connect/token', authorization, new URLSearchParams({ grant_type: 'client_credentials' }));
  }

  /** Everything the gateway keeps, documents too, but for clients, which the tests themselves add. */
  async kept(): Promise<string> {
    const { db } = this.service.app.get<Connection>(getConnectionToken());
    if (db === undefined) throw new Error('The database is not connected.');
    const collections = (await db.collections()).filter(({ collectionName }) => collectionName !== 'clients');
    const documents = await Promise.all(collections.map(async (collection) => [collection.collectionName, await collection.find().toArray()] as const));
    const files = await readdir(this.folder, { recursive: true });
    return JSON.stringify([files, documents.sort(([one], [other]) => one.localeCompare(other))]);
  }

  /** The tenants in whose name services were asked since the last time; the simulators' calls are taken along. */
  requestsSince(): string[] {
    return [...this.behind.tenants.splice(0), ...this.simulated.splice(0).map((method) => `simulators: ${method}`)];
  }
}

export const otherKinds = (kind: ClientKind): ClientKind[] => clientKinds.filter((other) => other !== kind);
