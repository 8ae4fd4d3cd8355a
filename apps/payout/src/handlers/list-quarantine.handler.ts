import { Controller } from '@nestjs/common';
import { listQuarantine } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { newestFirst } from '@sluice/persistence';
import { QuarantinedFiles } from '../adapters/quarantined-files.store.js';

@Controller()
export class ListQuarantineHandler {
  constructor(private readonly quarantine: QuarantinedFiles) {}

  @OnRequest(listQuarantine)
  async handle({ tenantId, body }: Ask<typeof listQuarantine>): Promise<ReplyOf<typeof listQuarantine>> {
    const { found, hasMore } = await newestFirst(this.quarantine, tenantId, 'firstAt', body);
    return { files: found.map(({ id, state }) => ({ id, ...state })), hasMore };
  }
}
