import { DomainError, type FieldProblem } from '@sluice/kernel';
import type { z } from 'zod';

/** What is wrong, as a text that follows the field's name. Rules with a message of their own keep it. */
const messageOf: z.core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined) return 'is required';
  if (issue.code === 'invalid_type') return `must be a ${issue.expected === 'record' ? 'object' : issue.expected}`;
  return issue.code === 'invalid_value' ? `must be one of ${issue.values.map(String).join(', ')}` : undefined;
};

/** One problem per field: the first that was found, since later ones often follow from it. */
function problemsOf({ issues }: z.ZodError): FieldProblem[] {
  const byField = new Map<string, string>();
  for (const { path, message } of issues) {
    const field = path.map(String).join('.');
    if (!byField.has(field)) byField.set(field, message);
  }
  return [...byField].map(([field, message]) => ({ field, message }));
}

/**
 * Reads a request's body or query in the caller's own shape.
 * @throws DomainError `invalid_request` naming every bad field at once, by the caller's own names.
 */
export function readShape<Shape extends z.ZodType>(schema: Shape, value: unknown): z.output<Shape> {
  const read = schema.safeParse(value, { error: messageOf });
  if (read.success) return read.data;
  throw new DomainError('invalid_request', 'The request is not valid.', problemsOf(read.error));
}
