import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { dayOf, daysLeft, fedCalendar, targetCalendar, type BankCalendar } from '@sluice/kernel';
import { Gauge } from 'prom-client';

/** The calendars that payments are promised and sent by. */
const calendars: readonly BankCalendar[] = [fedCalendar, targetCalendar];

const ALARM_DAYS = 365;
const A_DAY_MS = 86_400_000;

const left = new Gauge({
  name: 'sluice_bank_calendar_days_left',
  help: 'Days until a bank calendar ends, after which its rails are refused.',
  labelNames: ['calendar'],
  collect() {
    for (const calendar of calendars) this.set({ calendar: calendar.name }, daysLeft(calendar, dayOf(new Date())));
  },
});

/** An alarm for each calendar that ends within a year. */
export const alarmsOn = (now: Date): string[] => calendars.filter((calendar) => daysLeft(calendar, dayOf(now)) < ALARM_DAYS)
  .map((calendar) => `The calendar ${calendar.name} ${calendar.version} ends in ${daysLeft(calendar, dayOf(now))} days: payments beyond it will be refused.`);

/** An error in the log when a calendar ends within a year: at the start of each process, and every day. */
@Injectable()
export class CalendarWatch implements OnModuleInit, OnModuleDestroy {
  readonly metric = left;
  private readonly logger = new Logger('Calendar');
  private timer: NodeJS.Timeout | null = null;

  onModuleInit(): void {
    this.check();
    this.timer = setInterval(() => this.check(), A_DAY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private check(): void {
    for (const alarm of alarmsOn(new Date())) this.logger.error(alarm);
  }
}
