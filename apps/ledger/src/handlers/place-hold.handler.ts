import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { placeHold } from '@sluice/contract-ledger';
import { OnMessage } from '@sluice/messaging';
import { placeHold as decide } from '../account/place-hold.js';
import { Book } from '../book/book.js';

@Controller()
export class PlaceHoldHandler {
  constructor(private readonly book: Book) {}

  @OnMessage(placeHold)
  handle(message: Envelope<BodyOf<typeof placeHold>>): Promise<void> {
    return this.book.decideOnHold(message, decide);
  }
}
