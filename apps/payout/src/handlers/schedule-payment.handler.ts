import { Controller } from '@nestjs/common';
import { schedulePayment } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { estimatedCompletion, sendAt } from '../calendar/rail-dates.js';

@Controller()
export class SchedulePaymentHandler {
  constructor(private readonly settings: TenantSettings) {}

  @OnRequest(schedulePayment)
  async handle({ tenantId, body }: Ask<typeof schedulePayment>): Promise<ReplyOf<typeof schedulePayment>> {
    const { pace } = await this.settings.read(tenantId);
    const acceptedAt = new Date(body.acceptedAt);
    return {
      sendAt: sendAt(body.rail, acceptedAt, pace).toISOString(),
      estimatedCompletion: estimatedCompletion(body.rail, acceptedAt).toISOString(),
    };
  }
}
