import { Injectable } from '@nestjs/common';
import { aggregate, repositoryOf, type Versioned } from '@sluice/persistence';
import { z } from 'zod';
import { watchedNameSchema, type WatchedName } from './watched-name.js';

/** An operator reads no more than this at once. */
const MOST_LISTED = 200;

export const watchedNames = aggregate({ collection: 'watched_names', state: watchedNameSchema, indexes: [{ tenantId: 1, listedAt: 1 }] });

/** Names that are looked up whenever the lists change, by tenant and subject. */
@Injectable()
export class WatchedNames extends repositoryOf(watchedNames) {
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

/** How far the recheck of all names has come in the lists of this version. */
const listReviewSchema = z.object({
  listVersion: z.string(),
  /** Id of the last name that was looked up. */
  after: z.string(),
  lookedUp: z.int(),
  isDone: z.boolean(),
});
export type ListReview = z.output<typeof listReviewSchema>;

export const listReviews = aggregate({ collection: 'list_reviews', state: listReviewSchema });

/** The recheck of all names: one document for all instances. */
@Injectable()
export class ListReviews extends repositoryOf(listReviews) {}
