import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { idFrom } from '@sluice/kernel';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { approvalLineSchema, joined, left, type ApprovalLine } from '../chain-leg/approval-line.js';

export const APPROVAL_QUEUES = 'approval_queues';

export const approvalQueuesSchema = aggregateSchema({ waiting: [String] });

/** Whose approvals are asked for one after the other. */
export interface LineName {
  readonly tenantId: string;
  readonly walletId: string;
  readonly chain: string;
}

const idOf = ({ tenantId, walletId, chain }: LineName): string => `${tenantId}/${walletId}/${chain}`;

const causeOf = (name: LineName, key: string) => ({ id: idFrom('approval-line', idOf(name), key), tenantId: name.tenantId });

/** Lines of legs before the customer's approval, by tenant, wallet and chain. */
@Injectable()
export class ApprovalLines extends AggregateStore<ApprovalLine> {
  constructor(@InjectModel(APPROVAL_QUEUES) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, approvalLineSchema);
  }

  /** Takes the last place, unless it has one. */
  async join(name: LineName, key: string): Promise<void> {
    await this.change(idOf(name), causeOf(name, key), (current) => asChange(joined(current?.state ?? null, key)));
  }

  /** Gives its place up; says who waits now. */
  async leave(name: LineName, key: string): Promise<readonly string[]> {
    const line = await this.change(idOf(name), causeOf(name, key), (current) => asChange(left(current?.state ?? null, key)));
    return line?.state.waiting ?? [];
  }

  async waiting(name: LineName): Promise<readonly string[]> {
    return (await this.find(idOf(name)))?.state.waiting ?? [];
  }
}

const asChange = (state: ApprovalLine | null) => state && { state };
