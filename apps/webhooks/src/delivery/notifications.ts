import { Injectable } from '@nestjs/common';
import { webhookDialects } from '../dialects/index.js';
import type { Notification } from '../dialects/notification.js';
import { idBefore, type LoggedEvent } from '../events/logged-event.js';
import { EventRecords } from '../ports/event-records.js';

/** What an event of the log is worth telling, however often it is asked. */
@Injectable()
export class Notifications {
  constructor(private readonly records: EventRecords) {}

  async of(event: LoggedEvent): Promise<readonly Notification[]> {
    const before = idBefore(event);
    const [previous = null] = before === null ? [] : await this.records.find([before]);
    return webhookDialects[event.dialect].tell(event, previous);
  }
}
