import { Controller } from '@nestjs/common';
import { listListedNames } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { WatchedNames } from '../adapters/watched-names.store.js';

@Controller()
export class ListListedNamesHandler {
  constructor(private readonly names: WatchedNames) {}

  @OnRequest(listListedNames)
  async handle({ tenantId }: Ask<typeof listListedNames>): Promise<ReplyOf<typeof listListedNames>> {
    const listed = await this.names.listedOf(tenantId);
    return {
      names: listed.flatMap(({ state: { subjectId, name, hits, listVersion, listedAt } }) =>
        listedAt === null || listVersion === null ? [] : [{ subjectId, name, hits, listVersion, listedAt: listedAt.toISOString() }]),
    };
  }
}
