import { Controller } from '@nestjs/common';
import { getFeeSchedule, setFeeSchedule } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { FeeSchedules } from '../adapters/fee-schedules.store.js';
import { firstSchedule, scheduleAfter } from './fee-schedule.js';

@Controller()
export class FeeSchedulesController {
  constructor(private readonly schedules: FeeSchedules) {}

  @OnRequest(getFeeSchedule)
  get({ tenantId }: Ask<typeof getFeeSchedule>): Promise<ReplyOf<typeof getFeeSchedule>> {
    return this.schedules.ofTenant(tenantId);
  }

  @OnRequest(setFeeSchedule)
  async set({ body, ...ask }: Ask<typeof setFeeSchedule>): Promise<ReplyOf<typeof setFeeSchedule>> {
    await this.schedules.change(ask.tenantId, ask, (current) => {
      const known = current?.state ?? firstSchedule;
      const next = scheduleAfter(known, body);
      return next === known ? null : { state: next };
    });
    return this.schedules.ofTenant(ask.tenantId);
  }
}
