import { Injectable } from '@nestjs/common';
import type { FlowCell } from '@sluice/contract-intake';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import type { Arrival, Counted, Ended } from './flow.js';

type CellId = Pick<FlowCell, 'dialect' | 'rail' | 'phase' | 'hold'>;

/** The rail where it goes over one, or the chain. */
const rail = { $ifNull: ['$details.rail', { $ifNull: ['$details.wallet.chain', null] }] };

/** Enough for a median; not all of a busy week. */
const MOST_ARRIVALS = 2_000;

/** Counts of a tenant's withdrawals. */
@Injectable()
export class FlowCounts {
  constructor(private readonly withdrawals: Withdrawals) {}

  /** What has ended is due for nothing. */
  async underWay(tenantId: string): Promise<FlowCell[]> {
    const cell = { dialect: '$dialect', rail, phase: '$phase', hold: '$hold' };
    const group = { _id: cell, count: { $sum: 1 }, oldestAt: { $min: '$createdAt' } };
    const found = await this.model.aggregate<{ _id: CellId; count: number; oldestAt: string }>([{ $match: { tenantId, dueAt: { $gt: new Date(0) } } }, { $group: group }]).toArray();
    return found.map(({ _id, ...counted }) => ({ ..._id, ...counted }));
  }

  /** How many began in each bucket: a bucket is the first letters of a stored time. */
  async started(tenantId: string, from: string, letters: number): Promise<Counted[]> {
    const found = await this.model.aggregate<{ _id: string; count: number }>([
      { $match: { tenantId, createdAt: { $gte: from } } }, { $group: { _id: { $substrBytes: ['$createdAt', 0, letters] }, count: { $sum: 1 } } },
    ]).toArray();
    return found.map(({ _id: bucket, count }) => ({ bucket, count }));
  }

  async ended(tenantId: string, from: string, letters: number): Promise<Ended[]> {
    const id = { bucket: { $substrBytes: ['$endedAt', 0, letters] }, dialect: '$dialect', rail, phase: '$phase' };
    const found = await this.model.aggregate<{ _id: Omit<CellId, 'hold'> & { bucket: string }; count: number; oldestAt: string }>([
      { $match: { tenantId, endedAt: { $gte: from } } }, { $group: { _id: id, count: { $sum: 1 }, oldestAt: { $min: '$endedAt' } } },
    ]).toArray();
    return found.map(({ _id, ...counted }) => ({ ..._id, hold: 'none', ...counted }));
  }

  /** The latest that arrived. */
  async arrivals(tenantId: string, from: string): Promise<Arrival[]> {
    const found = await this.model.find({ tenantId, endedAt: { $gte: from }, phase: { $in: ['settled', 'partial'] } }, { projection: { createdAt: 1, endedAt: 1, _id: 0 }, batchSize: MOST_ARRIVALS })
      .sort({ endedAt: -1 }).limit(MOST_ARRIVALS).toArray();
    return found as unknown as Arrival[];
  }

  private get model() {
    return this.withdrawals.model.collection;
  }
}
