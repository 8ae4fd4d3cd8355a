import { createHash, randomInt, randomUUID } from 'node:crypto';

export const newId = (): string => randomUUID();

/** A UUID (version 8) that is the same for the same parts: repeating a command repeats its id, so a copy is seen as one. */
export function idFrom(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** `prefix` + 15 random digits, never starting with zero. */
export const numericId = (prefix: string): string =>
  `${prefix}${randomInt(1, 10)}${Array.from({ length: 14 }, () => randomInt(10)).join('')}`;
