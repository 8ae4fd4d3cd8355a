import type { Pace } from '@sluice/contract-kit';
import {
  after, bankingDaysAfter, dayOf, fedCalendar, firstBankingDayFrom, instantAt, isBankingDay, targetCalendar, type BankCalendar, type Rail,
} from '@sluice/kernel';

/** How long an accepted payment can still be cancelled before anything is sent. */
const GRACE = '60s';

interface RailDates {
  /** When a payment accepted at this time is promised to have arrived. */
  readonly promised: (acceptedAt: Date) => Date;
  /** The rail's first window for instructions at or after this time. */
  readonly window: (ready: Date) => Date;
  /** When the rail credits an instruction that reaches it at this time; never after the promise, given grace and window. */
  readonly value: (sentAt: Date) => Date;
}

const anyTime = (ready: Date): Date => ready;

function achWindow(ready: Date): Date {
  const day = firstBankingDayFrom(fedCalendar, dayOf(ready));
  const windows = [instantAt(day, '14:00'), instantAt(day, '20:00')];
  return windows.find((window) => window >= ready) ?? instantAt(bankingDaysAfter(fedCalendar, day, 1), '14:00');
}

/** The afternoon window's entries take a banking day more than the morning's. */
function achValue(sentAt: Date): Date {
  const day = firstBankingDayFrom(fedCalendar, dayOf(sentAt));
  return instantAt(bankingDaysAfter(fedCalendar, day, sentAt < instantAt(day, '20:00') ? 1 : 2), '14:20');
}

/** The instant's own day if that is a banking day and the cut-off is not reached, else the next banking day. */
function byCutOff(calendar: BankCalendar, instant: Date, cutOff: `${number}:${number}`): number {
  const day = dayOf(instant);
  return isBankingDay(calendar, day) && instant < instantAt(day, cutOff) ? day : bankingDaysAfter(calendar, day, 1);
}

/** Dates and cut-offs are read in UTC. */
const railDates: Readonly<Record<Rail, RailDates>> = {
  ACH: {
    promised: (acceptedAt) => instantAt(bankingDaysAfter(fedCalendar, firstBankingDayFrom(fedCalendar, dayOf(acceptedAt)), 2), '17:00'),
    window: achWindow,
    value: achValue,
  },
  WIRE: {
    promised: (acceptedAt) => instantAt(byCutOff(fedCalendar, acceptedAt, '20:00'), '22:00'),
    window: anyTime,
    value: (sentAt) => instantAt(byCutOff(fedCalendar, sentAt, '21:00'), '21:30'),
  },
  FPS: { promised: (acceptedAt) => after(acceptedAt, '2h'), window: anyTime, value: (sentAt) => after(sentAt, '1h') },
  SEPA: {
    promised: (acceptedAt) => instantAt(bankingDaysAfter(targetCalendar, dayOf(acceptedAt), 1), '16:00'),
    window: anyTime,
    value: (sentAt) => instantAt(byCutOff(targetCalendar, sentAt, '06:00'), '15:00'),
  },
};

/** When the rail's own calendar says that a payment accepted now arrives. */
export const estimatedCompletion = (rail: Rail, acceptedAt: Date): Date => railDates[rail].promised(acceptedAt);

/** When the instruction goes to the bank: after the grace, at the rail's next window; at once at pace `instant`. */
export const sendAt = (rail: Rail, acceptedAt: Date, pace: Pace): Date =>
  pace === 'instant' ? acceptedAt : railDates[rail].window(after(acceptedAt, GRACE));

/** The value date requested of the bank for an instruction sent now. */
export const valueDate = (rail: Rail, sentAt: Date): Date => railDates[rail].value(sentAt);
