import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** A key and the name under which it is found again. */
export interface Key {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A text at rest: AES-256-GCM, bound to what it belongs to, so that it opens nowhere else. All but the key's id in base64. */
export interface Sealed {
  /** Absent from what was sealed before keys had ids. */
  readonly keyId?: string | undefined;
  readonly nonce: string;
  readonly text: string;
  readonly tag: string;
}

const ID_LETTERS = 8;
const NONCE_BYTES = 12;
const NEEDED_BYTES = 32;

/** It follows from the key, so that nobody has to give one, or can give one twice. */
const keyIdOf = (bytes: Uint8Array): string => createHash('sha256').update('the id of a key ').update(bytes).digest('base64url').slice(0, ID_LETTERS);

/** Keys of which the first makes what is new, and all are taken: so one can be changed for another while both are in use (docs/operating/keys.md). */
export class KeyRing {
  readonly keys: readonly [Key, ...Key[]];

  /** @param first and others as text or bytes; for sealing 32 bytes each. */
  constructor(first: string | Uint8Array, ...others: readonly (string | Uint8Array)[]) {
    const keyOf = (key: string | Uint8Array): Key => {
      const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key;
      return { id: keyIdOf(bytes), bytes };
    };
    this.keys = [keyOf(first), ...others.map(keyOf)];
  }

  /** What makes new things. */
  get current(): Key {
    return this.keys[0];
  }

  /** The keys that something may have been made with: the one that it names, or any where it names none. */
  candidates(keyId: string | undefined): readonly Key[] {
    return keyId === undefined ? this.keys : this.keys.filter(({ id }) => id === keyId);
  }

  /** @throws RangeError when the current key has not 32 bytes. */
  seal(text: string, belongsTo: string): Sealed & { readonly keyId: string } {
    const { id: keyId, bytes } = this.current;
    if (bytes.length !== NEEDED_BYTES) throw new RangeError('A key that seals has 32 bytes.');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(Buffer.from(belongsTo));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return { keyId, nonce: nonce.toString('base64'), text: sealed.toString('base64'), tag: cipher.getAuthTag().toString('base64') };
  }

  /** @throws when none of the keys made it, or anything was changed. */
  open(sealed: Sealed, belongsTo: string): string {
    for (const { bytes } of this.candidates(sealed.keyId)) {
      const opened = openedWith(bytes, sealed, belongsTo);
      if (opened !== null) return opened;
    }
    throw new Error(`What was sealed with the key ${sealed.keyId ?? 'of no name'} cannot be opened: the key is not there, or it was changed.`);
  }
}

function openedWith(key: Uint8Array, { nonce, text, tag }: Sealed, belongsTo: string): string | null {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64')).setAAD(Buffer.from(belongsTo)).setAuthTag(Buffer.from(tag, 'base64'));
  const opened = decipher.update(Buffer.from(text, 'base64'));
  try {
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
