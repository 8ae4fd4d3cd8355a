import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { postHold } from '@sluice/contract-ledger';
import { OnMessage } from '@sluice/messaging';
import { postHold as decide } from '../account/post-hold.js';
import { Book } from '../book/book.js';

@Controller()
export class PostHoldHandler {
  constructor(private readonly book: Book) {}

  @OnMessage(postHold)
  handle(message: Envelope<BodyOf<typeof postHold>>): Promise<void> {
    return this.book.decideOnHold(message, decide);
  }
}
