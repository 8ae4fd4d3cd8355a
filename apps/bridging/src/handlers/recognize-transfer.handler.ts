import { Controller } from '@nestjs/common';
import { recognizeTransfer } from '@sluice/contract-bridging';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { OwnTransfers } from '../adapters/own-transfers.js';

@Controller()
export class RecognizeTransferHandler {
  constructor(private readonly own: OwnTransfers) {}

  @OnRequest(recognizeTransfer)
  async handle({ body }: Ask<typeof recognizeTransfer>): Promise<ReplyOf<typeof recognizeTransfer>> {
    return { isOwn: await this.own.recognizes(body) };
  }
}
