import { Controller } from '@nestjs/common';
import { listListedNames, watchName } from '@sluice/contract-compliance';
import type { BodyOf, Envelope, ReplyOf } from '@sluice/contract-kit';
import { OnMessage, OnRequest, type RequestMessage } from '@sluice/messaging';
import { withName } from './watched-name.js';
import { WatchedNames } from './watched-names.repository.js';

/** Names that are looked up whenever the lists change. */
@Controller()
export class NamesController {
  constructor(private readonly names: WatchedNames) {}

  @OnMessage(watchName)
  async watch(message: Envelope<BodyOf<typeof watchName>>): Promise<void> {
    const { tenantId, body } = message;
    await this.names.change(WatchedNames.idOf(tenantId, body.subjectId), message, (current) => withName(current?.state ?? null, body));
  }

  @OnRequest(listListedNames)
  async listListed({ tenantId }: RequestMessage<typeof listListedNames>): Promise<ReplyOf<typeof listListedNames>> {
    const listed = await this.names.listedOf(tenantId);
    return {
      names: listed.flatMap(({ state: { subjectId, name, hits, listVersion, listedAt } }) =>
        listedAt === null || listVersion === null ? [] : [{ subjectId, name, hits, listVersion, listedAt: listedAt.toISOString() }]),
    };
  }
}
