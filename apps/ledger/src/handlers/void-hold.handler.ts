import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { voidHold } from '@sluice/contract-ledger';
import { OnMessage } from '@sluice/messaging';
import { voidHold as decide } from '../account/void-hold.js';
import { Book } from '../book/book.js';

@Controller()
export class VoidHoldHandler {
  constructor(private readonly book: Book) {}

  @OnMessage(voidHold)
  handle(message: Envelope<BodyOf<typeof voidHold>>): Promise<void> {
    return this.book.decideOnHold(message, decide);
  }
}
