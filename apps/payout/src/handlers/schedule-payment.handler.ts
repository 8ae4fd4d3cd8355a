import { Controller } from '@nestjs/common';
import { schedulePayment } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { CalendarEnds, DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { estimatedCompletion, sendAt } from '../bank-payments/rails/calendar/rail-dates.js';

@Controller()
export class SchedulePaymentHandler {
  constructor(private readonly settings: TenantSettings) {}

  @OnRequest(schedulePayment)
  async handle({ tenantId, body }: Ask<typeof schedulePayment>): Promise<ReplyOf<typeof schedulePayment>> {
    const { pace } = await this.settings.read(tenantId);
    const acceptedAt = new Date(body.acceptedAt);
    try {
      return { sendAt: sendAt(body.rail, acceptedAt, pace).toISOString(), estimatedCompletion: estimatedCompletion(body.rail, acceptedAt).toISOString() };
    } catch (error) {
      if (!(error instanceof CalendarEnds)) throw error;
      throw new DomainError('rail_not_supported', `The banking days of ${body.rail} are not known so far ahead.`, [{ field: 'rail', message: 'has no calendar for this date' }]);
    }
  }
}
