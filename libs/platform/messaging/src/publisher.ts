import { Injectable } from '@nestjs/common';
import type { OutboxEntry } from './outbox-entry.js';

@Injectable()
export class Publisher {
  async publish(entries: readonly OutboxEntry[]): Promise<void> {
    throw new Error(`not there yet: ${entries.length}`);
  }
}
