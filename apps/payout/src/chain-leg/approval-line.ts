import { z } from 'zod';

/**
 * The legs of one wallet on one chain that need its customer's approval, in the order in which they came. The first may
 * ask; it leaves when it has ended.
 */
export const approvalLineSchema = z.object({
  /** Keys of legs. */
  waiting: z.array(z.string().min(1)),
});
export type ApprovalLine = z.output<typeof approvalLineSchema>;

/** Null when it has its place already. */
export function joined(line: ApprovalLine | null, key: string): ApprovalLine | null {
  const waiting = line?.waiting ?? [];
  return waiting.includes(key) ? null : { waiting: [...waiting, key] };
}

/** Null when it has no place. */
export function left(line: ApprovalLine | null, key: string): ApprovalLine | null {
  return line?.waiting.includes(key) === true ? { waiting: line.waiting.filter((other) => other !== key) } : null;
}
