import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel, type Versioned } from '@sluice/persistence';
import { watchedNameSchema, type WatchedName } from '../names/watched-name.js';

export const WATCHED_NAMES = 'watched_names';

export const watchedNamesDocument = aggregateSchema({ subjectId: String, name: String, hits: [Object], listVersion: String, listedAt: Date })
  .index({ tenantId: 1, listedAt: 1 });

/** More than this nobody reads at once. */
const MOST_LISTED = 200;

/** Names that are looked up whenever the lists change, by tenant and subject. */
@Injectable()
export class WatchedNames extends AggregateStore<WatchedName> {
  constructor(@InjectModel(WATCHED_NAMES) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, watchedNameSchema);
  }

  static idOf = (tenantId: string, subjectId: string): string => `${tenantId}:${subjectId}`;

  /** All tenants' names in the order of their ids, behind the one given. */
  pageAfter(id: string, limit: number): Promise<Versioned<WatchedName>[]> {
    return this.findWhere({ _id: { $gt: id } }, { sort: { _id: 1 }, limit });
  }

  /** Those that are like somebody on a list, longest known first. */
  listedOf(tenantId: string): Promise<Versioned<WatchedName>[]> {
    return this.findWhere({ tenantId, listedAt: { $gt: new Date(0) } }, { sort: { listedAt: 1 }, limit: MOST_LISTED });
  }
}
