import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { z } from 'zod';

export const LIST_REVIEWS = 'list_reviews';

export const listReviewsDocument = aggregateSchema({ listVersion: String, after: String, lookedUp: Number, isDone: Boolean });

/** How far the look at all names has come in the lists of this version. */
const listReviewSchema = z.object({
  listVersion: z.string(),
  /** Id of the last name that was looked up. */
  after: z.string(),
  lookedUp: z.int(),
  isDone: z.boolean(),
});
export type ListReview = z.output<typeof listReviewSchema>;

/** The look at all names: one document for all instances. */
@Injectable()
export class ListReviews extends AggregateStore<ListReview> {
  constructor(@InjectModel(LIST_REVIEWS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, listReviewSchema);
  }
}
