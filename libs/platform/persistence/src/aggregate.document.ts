import { mayBeNewer, NotKnownYet, type OutboxEntry, type Sent, type Cause } from '@sluice/messaging';
import type { Model } from 'mongoose';
import type { z } from 'zod';
import { DomainError } from '@sluice/kernel';
import type { SealedFields } from './sealing.js';

/** An aggregate as it stands. `dueAt` is on the tenant's clock. */
export interface Versioned<S> {
  readonly id: string;
  readonly tenantId: string;
  /** Grows by one with every change. */
  readonly version: number;
  readonly dueAt: Date | null;
  readonly state: S;
}

/**
 * What a decision comes to. Without `state` and `dueAt` nothing is written, and `send` is only published (again): the answer
 * to a repeated command. An absent `dueAt` stays as it was.
 */
export interface Change<S> {
  readonly state?: S | undefined;
  readonly send?: readonly Sent[] | undefined;
  readonly dueAt?: Date | null | undefined;
}

/** Whom and what the latest change was for: a timer that fires speaks in its name. */
export interface StoredCause {
  withdrawalId?: string;
  replyTo?: string;
  traceparent?: string;
  dialect?: string;
}

/** One of the latest writes of a document: by whom a version was made, when the answer to a write was lost or unclear. */
export interface StoredWrite {
  readonly version: number;
  /** Of one attempt of one process. */
  readonly mark: string;
  readonly causeId: string;
}

/** What every aggregate's document holds beside its state, whose fields stand on the same level. */
export interface AggregateDocument {
  _id: string;
  tenantId: string;
  version: number;
  /** Absent when nothing is due, so that the sparse index holds only what is. */
  dueAt?: Date;
  outbox: OutboxEntry[];
  cause: StoredCause;
  /** Newest last. Absent in documents of older programs. */
  lastWrites?: StoredWrite[];
  /** The running checks have not found this version right yet; written with every change of what they follow (docs/decisions/0205). */
  unchecked?: boolean;
  /** What running totals have of it. */
  counted?: Counted;
  /** The version of its shape: how many upcasters have made it what it is. Absent in the first. */
  shape?: number;
}

/** Minor units under the name of a total, as digits. */
export interface Part {
  readonly name: string;
  readonly units: string;
}

/** What of a document is in running totals, and since which fold of them. */
export interface Counted {
  readonly fold: number;
  readonly parts: readonly Part[];
}

export type AggregateModel = Model<AggregateDocument>;

/** The platform's own fields: a state cannot have one of the same name. */
export const reservedFields: ReadonlySet<string> = new Set<keyof AggregateDocument>(['_id', 'tenantId', 'version', 'dueAt', 'outbox', 'cause', 'lastWrites', 'unchecked', 'counted', 'shape']);

/** The state's fields out of a stored document. */
export const stateFieldsOf = (document: AggregateDocument): Record<string, unknown> =>
  Object.fromEntries(Object.entries(document).filter(([field]) => !reservedFields.has(field)));

export const storedCause = ({ withdrawalId, replyTo, traceparent, dialect }: { readonly [K in keyof StoredCause]?: string | undefined }): StoredCause => ({
  ...(withdrawalId === undefined ? {} : { withdrawalId }),
  ...(replyTo === undefined ? {} : { replyTo }),
  ...(traceparent === undefined ? {} : { traceparent }),
  ...(dialect === undefined ? {} : { dialect }),
});

/** Makes of a document's fields those of the next version of its shape. What it does not know it leaves. */
export type Upcaster = (fields: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** Between a state and its fields in a document, both ways by the aggregate's schema; older shapes are brought up to today's on the way. */
export class StateCodec<S extends object> {
  constructor(private readonly schema: z.ZodType<S>, private readonly upcasters: readonly Upcaster[] = [], private readonly sealed?: SealedFields) {}

  /** Of the documents that this program writes. */
  get shape(): number {
    return this.upcasters.length;
  }

  /** @throws ZodError when the document is not what any version writes; NotKnownYet when a newer one may have written it. */
  read(document: AggregateDocument): Versioned<S> {
    const { _id: id, tenantId, version, dueAt = null } = document;
    const state = this.schema.safeParse(this.upcast(document));
    if (state.success) return { id, tenantId, version, dueAt, state: state.data };
    throw mayBeNewer(state.error) ? new NotKnownYet(`A document has a word that is not known here: ${state.error.issues.map(({ path }) => path.join('.')).join(', ')}.`) : state.error;
  }

  /** The fields that have a value. @throws ZodError before anything is written when the state breaks its schema. */
  write(id: string, state: S): Record<string, unknown> {
    const fields = this.encoded(state);
    return this.sealed?.seal(id, fields) ?? fields;
  }

  /** The same, with the stored fields that this program does not know left as they are; whether there are none. */
  writeOver(document: AggregateDocument, state: S): { fields: Record<string, unknown>; plain: boolean } {
    const stored = this.upcast(document);
    const known = this.encoded(this.read(document).state);
    if (!hasUnknown(stored, known)) return { fields: this.write(document._id, state), plain: true };
    const fields = withUnknown(this.encoded(state), stored, known) as Record<string, unknown>;
    return { fields: this.sealed?.seal(document._id, fields) ?? fields, plain: false };
  }

  private encoded(state: S): Record<string, unknown> {
    const fields = Object.entries(this.schema.encode(state) as Record<string, unknown>).filter(([, value]) => value !== undefined);
    const taken = fields.find(([field]) => reservedFields.has(field));
    if (taken !== undefined) throw new TypeError(`A state cannot have the field ${taken[0]}: the document needs that name itself.`);
    return Object.fromEntries(fields);
  }

  private upcast(document: AggregateDocument): Record<string, unknown> {
    const { shape = 0 } = document;
    if (shape > this.shape) throw new NotKnownYet(`A document has the shape ${shape}; here ${this.shape} is known.`);
    return this.upcasters.slice(shape).reduce((fields, upcast) => upcast(fields), stateFieldsOf(this.sealed?.open(document) ?? document));
  }
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Whether the stored value has a field, however deep, that is not in what this program made of it. */
export function hasUnknown(stored: unknown, known: unknown): boolean {
  if (Array.isArray(stored)) return Array.isArray(known) && stored.some((each, index) => hasUnknown(each, known[index]));
  if (!isFields(stored) || !isFields(known)) return false;
  return Object.entries(stored).some(([field, value]) => !Object.hasOwn(known, field) || hasUnknown(value, known[field]));
}

/**
 * What is written next, with the fields that an instance of another version stored and this one does not know, nested
 * ones included. `known` is what this program makes of the stored value; what it knows and leaves out is gone.
 */
export function withUnknown(next: unknown, stored: unknown, known: unknown): unknown {
  if (Array.isArray(next)) return Array.isArray(stored) && Array.isArray(known) ? elementsWithUnknown(next, stored, known) : (next as unknown);
  if (!isFields(next) || !isFields(stored) || !isFields(known)) return next;
  const merged: Fields = { ...next };
  for (const [field, value] of Object.entries(stored)) {
    if (Object.hasOwn(known, field)) {
      if (Object.hasOwn(next, field)) merged[field] = withUnknown(next[field], value, known[field]);
    } else if (!Object.hasOwn(next, field)) merged[field] = value;
  }
  return merged;
}

/** Elements move when others come and go: one is found again by its id, else where it stood when none was added or removed. */
function elementsWithUnknown(next: readonly unknown[], stored: readonly unknown[], known: readonly unknown[]): unknown[] {
  const places = new Map(known.map((element, index) => [identityOf(element), index]));
  return next.map((element, index) => {
    const identity = identityOf(element);
    const place = identity === undefined ? (next.length === stored.length ? index : undefined) : places.get(identity);
    return place === undefined ? element : withUnknown(element, stored[place], known[place]);
  });
}

/** The first field that names an element among its like: `id`, `key`, `legId`, … */
function identityOf(element: unknown): string | undefined {
  if (!isFields(element)) return undefined;
  const field = ['id', 'key', ...Object.keys(element).filter((name) => name.endsWith('Id'))].find((name) => typeof element[name] === 'string');
  return field === undefined ? undefined : `${field} ${String(element[field])}`;
}

/** @throws DomainError so that a tenant's command which names another's is parked. */
export function ownedBy<S>({ tenantId }: Pick<Cause, 'tenantId'>, found: Versioned<S>): Versioned<S> {
  if (found.tenantId !== tenantId) throw new DomainError('not_found', `${found.id} is another tenant's.`);
  return found;
}
