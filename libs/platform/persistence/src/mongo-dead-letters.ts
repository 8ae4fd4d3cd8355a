import { Injectable } from '@nestjs/common';
import { DeadLetterStore, type DeadLetter } from '@sluice/messaging';

@Injectable()
export class MongoDeadLetters extends DeadLetterStore {
  async park(letter: DeadLetter): Promise<void> {
    throw new Error(`not there yet: ${letter.id}`);
  }
}
