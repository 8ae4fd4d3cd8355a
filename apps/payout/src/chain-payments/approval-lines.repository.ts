import { Injectable } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { z } from 'zod';

/**
 * The legs of one wallet on one chain that need its customer's approval, in the order in which they came. The approval of
 * the first may be requested; it leaves when it has ended.
 */
const approvalLineSchema = z.object({
  /** Keys of legs. */
  waiting: z.array(z.string().min(1)),
});
export type ApprovalLine = z.output<typeof approvalLineSchema>;

/** Null when it is in the queue already. */
export function joined(line: ApprovalLine | null, key: string): ApprovalLine | null {
  const waiting = line?.waiting ?? [];
  return waiting.includes(key) ? null : { waiting: [...waiting, key] };
}

/** Null when it is not in the queue. */
export function left(line: ApprovalLine | null, key: string): ApprovalLine | null {
  return line?.waiting.includes(key) === true ? { waiting: line.waiting.filter((other) => other !== key) } : null;
}

/** Whose approvals are requested one after the other. */
export interface LineName {
  readonly tenantId: string;
  readonly walletId: string;
  readonly chain: string;
}

const idOf = ({ tenantId, walletId, chain }: LineName): string => `${tenantId}/${walletId}/${chain}`;

const causeOf = (name: LineName, key: string) => ({ id: idFrom('approval-line', idOf(name), key), tenantId: name.tenantId });

export const approvalQueues = aggregate({ collection: 'approval_queues', state: approvalLineSchema });

/** The legs that wait for the customer's approval, by tenant, wallet and chain. */
@Injectable()
export class ApprovalLines extends repositoryOf(approvalQueues) {
  /** Adds it at the end, unless it is in the queue. */
  async join(name: LineName, key: string): Promise<void> {
    await this.change(idOf(name), causeOf(name, key), (current) => asChange(joined(current?.state ?? null, key)));
  }

  /** Removes it; returns who waits now. */
  async leave(name: LineName, key: string): Promise<readonly string[]> {
    const line = await this.change(idOf(name), causeOf(name, key), (current) => asChange(left(current?.state ?? null, key)));
    return line?.state.waiting ?? [];
  }

  async waiting(name: LineName): Promise<readonly string[]> {
    return (await this.find(idOf(name)))?.state.waiting ?? [];
  }
}

const asChange = (state: ApprovalLine | null) => state && { state };
