import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../../workspace.ts';

/**
 * Stores copies of what one settled withdrawal left in a service, through that service's own stores: its module is made as `main.js indexes` makes it, with
 * the service's own environment, and nothing of it is started. Ids are changed in the same way in every service, so that copies still belong together.
 */
const { SERVICE, TEMPLATE, KEPT, COPIES } = z.object({
  SERVICE: z.string(), TEMPLATE: z.string(), COPIES: z.coerce.number().int().positive(),
  /** Ids that copies share with the template: whose money it was. */
  KEPT: z.string().transform((text) => new Set(text.split(','))),
}).parse(process.env);

/** Of a tenant of their own: no bank knows of them, so their books are nobody's. */
const TENANT = 'archive';
const AT_ONCE = 200;

/** So many in a row that are there already: something unique in them is not an id. */
const MOST_DUPLICATES = 5;

interface Stored {
  readonly _id: string;
  readonly tenantId: string;
  readonly dueAt?: Date;
}
interface Store {
  readonly model: { readonly modelName: string };
  findDocuments(filter: object): Promise<Stored[]>;
  read(document: Stored): { readonly state: object };
  change(id: string, cause: { readonly id: string; readonly tenantId: string }, decide: () => { readonly state: object; readonly dueAt: Date | null }): Promise<unknown>;
}
interface Application {
  get(token: unknown): { start(): Promise<void> };
  readonly container: { getModules(): Map<string, { readonly providers: Map<unknown, { readonly instance: unknown }> }> };
}

/** Imported by a path that is made when it runs: tools do not depend on what they run. */
const load = async (path: string): Promise<Record<string, unknown>> => (await import(join(root, path))) as Record<string, unknown>;

async function applicationOf(service: string): Promise<Application> {
  const { NestFactory } = (await load('node_modules/@nestjs/core/index.js')) as { NestFactory: { create(module: unknown, options: object): Promise<Application> } };
  const module = Object.values(await load(`apps/${service}/dist/${service}.module.js`))[0];
  const app = await NestFactory.create(module, { logger: false, abortOnError: false });
  await app.get((await load('libs/platform/service-host/dist/database/database.js'))['Database']).start();
  return app;
}

const isStore = (value: unknown): value is Store => typeof value === 'object' && value !== null && 'findDocuments' in value && 'change' in value && 'model' in value;

function storesOf({ container }: Application): Store[] {
  const instances = [...container.getModules().values()].flatMap(({ providers }) => [...providers.values()].map(({ instance }) => instance));
  return [...new Map(instances.filter(isStore).map((store) => [store.model.modelName, store])).values()];
}

/** UUIDs, dialects' numbers, and payments' ids. */
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[a-z]{2,5}_\d{6,}|\b[A-Z0-9]{15}\b/g;

const PAYMENT_ID_LENGTH = 15;

/** The same id is the same other one in every service. */
function otherId(id: string, copy: number): string {
  if (KEPT.has(id)) return id;
  const digest = createHash('sha256').update(`${id} ${copy}`).digest('hex');
  if (/^[A-Z0-9]{15}$/.test(id)) return BigInt(`0x${digest}`).toString(32).toUpperCase().slice(0, PAYMENT_ID_LENGTH);
  const [prefix, digits] = id.split('_');
  if (digits !== undefined) return `${prefix}_${BigInt(`0x${digest}`).toString().slice(1, digits.length + 1)}`;
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-7${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

function copyOf(value: unknown, tenant: string, copy: number): unknown {
  if (typeof value === 'string') return value === tenant ? TENANT : value.replaceAll(IDS, (id) => otherId(id, copy));
  if (Array.isArray(value)) return value.map((each) => copyOf(each, tenant, copy));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [copyOf(name, tenant, copy), copyOf(each, tenant, copy)]));
}

/** @returns how many were stored. */
async function storeCopies(store: Store, document: Stored): Promise<number> {
  const { state } = store.read(document);
  let [next, stored, duplicates] = [0, 0, 0];
  const lane = async (): Promise<void> => {
    while (next < COPIES && duplicates < MOST_DUPLICATES) {
      next += 1;
      const copy = next;
      const id = copyOf(document._id, document.tenantId, copy) as string;
      const change = { state: copyOf(state, document.tenantId, copy) as object, dueAt: document.dueAt ?? null };
      await store.change(id, { id: otherId('00000000-0000-0000-0000-000000000000', copy), tenantId: TENANT }, () => change).then(() => (stored += 1), (error: Error) => {
        if (error.name !== 'DuplicateKey') throw error;
        duplicates += 1;
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return stored;
}

const app = await applicationOf(SERVICE);
const counts: Record<string, number> = {};
for (const store of storesOf(app)) {
  for (const document of await store.findDocuments({ 'cause.withdrawalId': TEMPLATE })) {
    counts[store.model.modelName] = (counts[store.model.modelName] ?? 0) + (await storeCopies(store, document));
  }
}
process.stdout.write(JSON.stringify(counts));
process.exit(0);
