import { Injectable, Logger } from '@nestjs/common';
import { KeyRing } from '@sluice/kernel';
import { PersistenceOptions } from './tenant-settings.js';

/** How a sealed value begins in a document. Its parts are base64, which has no dot. */
const PREFIX = 'sealed';

type Fields = Record<string, unknown>;

interface Document {
  readonly _id: string;
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const isSealed = (value: unknown): value is string => typeof value === 'string' && value.startsWith(`${PREFIX}.`) && value.split('.').length === 5;

/** The object with what lies at the path made anew; it stays itself where nothing lies there. In lists it is each element's. */
function withValueAt(value: unknown, [field, ...rest]: readonly string[], change: (value: unknown) => unknown): unknown {
  if (field === undefined) return change(value);
  if (Array.isArray(value)) return value.map((each) => withValueAt(each, [field, ...rest], change));
  if (!isFields(value) || value[field] === undefined) return value;
  return { ...value, [field]: withValueAt(value[field], rest, change) };
}

/** Any value as one text, bound to the document that it lies in, so that it opens in no other. */
export function sealValue(keys: KeyRing, value: unknown, belongsTo: string): string {
  const { keyId, nonce, text, tag } = keys.seal(JSON.stringify(value), belongsTo);
  return [PREFIX, keyId, nonce, text, tag].join('.');
}

/** What was stored in clear, by an older version, is as it is. @throws when it was sealed by a key that is not there, or for something else. */
export function openValue(keys: KeyRing, value: unknown, belongsTo: string): unknown {
  if (!isSealed(value)) return value;
  const [, keyId, nonce = '', text = '', tag = ''] = value.split('.');
  return JSON.parse(keys.open({ keyId, nonce, text, tag }, belongsTo)) as unknown;
}

/** Seals some fields of a collection's documents and opens them: nothing but these paths is touched. */
export class SealedFields {
  private readonly paths: readonly (readonly string[])[];

  constructor(private readonly collection: string, paths: readonly string[], private readonly keys: KeyRing) {
    this.paths = paths.map((path) => path.split('.'));
  }

  open<D extends Document>(document: D): D {
    return this.each(document, (value) => openValue(this.keys, value, this.nameOf(document._id))) as D;
  }

  seal(id: string, fields: Fields): Fields {
    return this.each(fields, (value) => sealValue(this.keys, value, this.nameOf(id))) as Fields;
  }

  /** Whether all of it is sealed by the key that seals now. */
  isCurrent(document: Document): boolean {
    let isCurrent = true;
    this.each(document, (value) => {
      isCurrent &&= isSealed(value) && value.startsWith(`${PREFIX}.${this.keys.current.id}.`);
      return value;
    });
    return isCurrent;
  }

  private each(fields: unknown, change: (value: unknown) => unknown): unknown {
    return this.paths.reduce((changed, path) => withValueAt(changed, path, change), fields);
  }

  private nameOf(id: string): string {
    return `${this.collection} ${id}`;
  }
}

/** Seals anew what another key than the current one has sealed, or none. @returns how many documents. */
type Work = () => Promise<number>;

/** What a service keeps sealed: with which keys, and how all of it comes under the current one (docs/operating/keys.md). */
@Injectable()
export class Sealing {
  private readonly logger = new Logger('Sealing');
  private readonly works: { readonly name: string; readonly work: Work }[] = [];

  constructor(private readonly options: PersistenceOptions) {}

  /** @throws TypeError where the service has none: what is to be sealed must not be stored in clear. */
  get keys(): KeyRing {
    if (this.options.dataKeys === undefined) throw new TypeError(`${this.options.service} keeps something sealed and has no DATA_KEY.`);
    return this.options.dataKeys;
  }

  add(name: string, work: Work): void {
    this.works.push({ name, work });
  }

  /** Beside instances that work: each document is written over the version that was read. @returns how many were sealed anew, by name. */
  async resealAll(): Promise<Record<string, number>> {
    const resealed: Record<string, number> = {};
    for (const { name, work } of this.works) {
      resealed[name] = await work();
      this.logger.log(`Of ${name} ${resealed[name]} were sealed anew.`);
    }
    return resealed;
  }
}
