import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getModelToken } from '@nestjs/mongoose';
import { DocumentedAnswers, type OpenApi } from '@sluice/builders/documented-answers';
import { infrastructure, startTestService, type TestService } from '@sluice/builders';
import { DiskDocumentStore, DocumentStore } from '@sluice/document-store';
import type { Model } from 'mongoose';
import { KeyRing } from '@sluice/kernel';
import { GatewayConfig } from '../src/gateway.config.js';
import { GatewayModule } from '../src/gateway.module.js';
import { useMiddleware } from '../src/http/middleware.js';
import type { IdempotencyDocument } from '../src/idempotency/idempotency-records.repository.js';
import { operators } from '../src/operators/operators.module.js';
import { FakeServices } from './fake-services.js';
import { FakeSimulators } from './fake-simulators.js';
import { FakeWorld } from './fake-world.js';

const tenantClients = (tenant: string) => ({
  wealthkernel: { clientId: `${tenant}-wealthkernel`, clientSecret: `${tenant}-wealthkernel-secret` },
  bultra: { clientId: `${tenant}-bultra`, clientSecret: `${tenant}-bultra-secret-0001` },
  bultraReadOnly: { clientId: `${tenant}-bultra-ro`, clientSecret: `${tenant}-bultra-ro-secret` },
  braid: { token: `${tenant}-braid-token-0001` },
  ops: { key: `${tenant}-ops-key-00000001` },
});

export const clients = { tenants: { acme: tenantClients('acme'), globex: tenantClients('globex') } };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
  /** The body as JSON; an empty object when there is none. */
  readonly body: Record<string, unknown>;
}

/** What operators are answered is held against their document, whatever the test is about. */
export const documentedOperators = new DocumentedAnswers(operators.documentAt((path) => path) as unknown as OpenApi);

function expectDocumented(method: string, path: string, answer: Answer): void {
  const operation = documentedOperators.operationAt(method, path);
  const differences = operation === undefined ? [] : documentedOperators.differences(operation, answer);
  if (differences.length > 0) throw new Error(`Not as documented: ${differences.join('; ')}`);
}

type Tenant = 'acme' | 'globex';
export type Caller = `${Tenant}-bultra` | `${Tenant}-bultra-ro` | `${Tenant}-wealthkernel` | `${Tenant}-braid` | `${Tenant}-ops` | 'nobody';

export class GatewayUnderTest {
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly service: TestService,
    readonly fake: FakeServices,
    readonly world: FakeWorld,
    readonly simulators: FakeSimulators,
    private readonly folder: string,
  ) {}

  static async start(config: Partial<GatewayConfig> = {}, options: { sandbox?: boolean; mongodbUri?: string } = {}): Promise<GatewayUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    const clientsFile = join(folder, 'clients.json');
    await writeFile(clientsFile, JSON.stringify(clients));
    const namespace = `t-${randomBytes(4).toString('hex')}`;
    const fake = await FakeServices.start(infrastructure().amqpUrl, namespace);
    const simulators = await FakeSimulators.start();
    const settings: GatewayConfig = {
      tokenKeys: new KeyRing('t'.repeat(32)), clientsFile, simulatorsUrl: simulators.url, rateLimitPerSecond: 10_000, idempotencyLeaseMs: 15_000, requestTimeoutMs: 10_000, ...config,
    };
    const service = await startTestService({
      module: GatewayModule, service: 'gateway', namespace, configure: useMiddleware, overrides: [[GatewayConfig, settings], [DocumentStore, new DiskDocumentStore(join(folder, 'documents'))]], sandbox: options.sandbox ?? true, mongodbUri: options.mongodbUri,
    });
    const world = new FakeWorld();
    world.listen(fake);
    return new GatewayUnderTest(service, fake, world, simulators, folder);
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.fake.stop();
    await this.simulators.stop();
    await rm(this.folder, { recursive: true });
  }

  /** Sends exactly these headers and bytes. @throws Error when an operator's answer is not as documented */
  async raw(method: string, path: string, headers: Record<string, string> = {}, body?: string | Uint8Array<ArrayBuffer> | FormData): Promise<Answer> {
    const response = await fetch(`${this.service.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    // A stream ends with who listens.
    const isStream = (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
    if (isStream) await response.body?.cancel();
    const bytes = isStream ? Buffer.alloc(0) : Buffer.from(await response.arrayBuffer());
    const text = bytes.toString();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const answer = { status: response.status, headers: response.headers, text, bytes, body: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {} };
    expectDocumented(method, path, answer);
    return answer;
  }

  async as(caller: Caller, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    return this.raw(method, path, { ...(await this.authorization(caller)), ...content, ...headers }, body === undefined ? undefined : JSON.stringify(body));
  }

  async authorization(caller: Caller): Promise<Record<string, string>> {
    if (caller === 'nobody') return {};
    const token = this.tokens.get(caller) ?? (await this.tokenOf(caller));
    this.tokens.set(caller, token);
    return { authorization: `Bearer ${token}` };
  }

  /** Uploads a form as a browser would send it. */
  async upload(caller: Caller, path: string, form: FormData, headers: Record<string, string> = {}): Promise<Answer> {
    return this.raw('POST', path, { ...(await this.authorization(caller)), ...headers }, form);
  }

  /** The idempotency keys as they are stored. */
  idempotencyRecords(): Model<IdempotencyDocument> {
    return this.service.app.get(getModelToken('idempotent_answers'));
  }

  /** A token request as it goes over the wire. */
  token(id: string, secret: string, form: string): Promise<Answer> {
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    return this.raw('POST', '/bultra/oauth2/token', { authorization, 'content-type': 'application/x-www-form-urlencoded' }, form);
  }

  wealthkernelToken(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString();
    return this.raw('POST', '/wealthkernel/connect/token', { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body);
  }

  private async tokenOf(caller: Exclude<Caller, 'nobody'>): Promise<string> {
    const [tenant, , readOnly] = caller.split('-') as [Tenant, string, string | undefined];
    const { ops, braid, bultra, bultraReadOnly, wealthkernel } = clients.tenants[tenant];
    if (caller.endsWith('-braid')) return braid.token;
    if (caller.endsWith('-ops')) return ops.key;
    if (caller.endsWith('-wealthkernel')) return String((await this.wealthkernelToken({ client_id: wealthkernel.clientId, client_secret: wealthkernel.clientSecret })).body['access_token']);
    const { clientId, clientSecret } = readOnly === undefined ? bultra : bultraReadOnly;
    const { body } = await this.token(clientId, clientSecret, 'grant_type=client_credentials');
    return String(body['access_token']);
  }
}
