import { Controller, type Type } from '@nestjs/common';
import { trailRequests, type ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { MongoTrail } from '@sluice/persistence';

/** Every service answers for what it did for a withdrawal, by a request of its own name. */
export function trailControllerOf(service: string): Type {
  const { list } = trailRequests(service);

  @Controller()
  class TrailController {
    constructor(private readonly trail: MongoTrail) {}

    @OnRequest(list)
    async list({ tenantId, body: { withdrawalId, limit, from } }: Ask<typeof list>): Promise<ReplyOf<typeof list>> {
      const rows = await this.trail.list(tenantId, withdrawalId, limit + 1, from === undefined ? undefined : new Date(from));
      const views = rows.slice(0, limit).map(({ at, kind, name, outcome, attempt, traceId, detail }) => ({ at: at.toISOString(), kind, name, outcome, attempt, traceId, detail }));
      return { rows: views, more: rows.length > limit };
    }
  }
  return TrailController;
}
