import type { IncomingMessage } from 'node:http';
import { HttpProblem } from './problem.js';

const unsupported = (expected: string): HttpProblem => new HttpProblem('unsupported_media_type', `The body must be ${expected} in UTF-8, not compressed.`);

function charsetOf(parameters: string): string {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)"?/i.exec(parameters)?.[1];
  return (charset ?? 'utf-8').toLowerCase();
}

/** The name of UTF-8, and how many write it. */
const UTF8 = ['utf-8', 'utf8'];

/** @throws HttpProblem `unsupported_media_type` when the headers promise anything but this type in plain UTF-8. */
export function expectMediaType({ headers }: Pick<IncomingMessage, 'headers'>, expected: string): void {
  const [, type = '', parameters = ''] = /^\s*([^;\s]*)\s*(.*)$/s.exec(headers['content-type'] ?? '') ?? [];
  if (type.toLowerCase() !== expected || !UTF8.includes(charsetOf(parameters))) throw unsupported(expected);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') throw unsupported(expected);
}
