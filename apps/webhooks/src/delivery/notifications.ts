import { Injectable, Logger } from '@nestjs/common';
import { ZodError } from 'zod';
import { webhookDialects } from '../dialects/index.js';
import type { Notification } from '../dialects/notification.js';
import { idBefore, isChange, type LoggedEvent } from '../events/logged-event.js';
import { EventRecords } from '../ports/event-records.js';

/** What an event of the log is worth telling, however often it is asked. */
@Injectable()
export class Notifications {
  private readonly logger = new Logger(Notifications.name);

  constructor(private readonly records: EventRecords) {}

  /** One that cannot be put into its dialect's words raises an alarm and is passed over, since all others of the tenant come after it; mended, it can be sent again. */
  async of(event: LoggedEvent): Promise<readonly Notification[]> {
    const before = idBefore(event);
    const [previous = null] = before === null ? [] : (await this.records.find([before])).filter(isChange);
    try {
      return webhookDialects[event.dialect].tell(event, previous);
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      this.logger.error({ eventId: event.id, tenantId: event.tenantId, problem: error.message }, 'an event that cannot be told');
      return [];
    }
  }
}
