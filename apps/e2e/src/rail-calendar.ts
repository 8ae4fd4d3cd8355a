import type { Rail } from '@sluice/tools/client';
import Holidays from 'date-holidays';

const DAY_MS = 86_400_000;

const dateOf = (day: Date): string => day.toISOString().slice(0, 10);
const at = (day: Date, time: string): string => `${dateOf(day)}T${time}:00Z`;

/** TARGET's closing days by the rules under which an independent package knows them in Germany, where all six are holidays. */
const targetRules: readonly string[] = ['01-01', '05-01', '12-25', '12-26', 'easter -2', 'easter 1'];

/** Federal offices close on the Friday before a Saturday holiday, the Fed does not. */
const closings = {
  US: (day: Date) => holidaysOn('US', day).some(({ type, substitute }) => type === 'public' && !(substitute === true && day.getUTCDay() === 5)),
  DE: (day: Date) => holidaysOn('DE', day).some(({ rule }) => targetRules.includes(rule)),
  GB: (day: Date) => holidaysOn('GB', day, 'ENG').some(({ type }) => type === 'public'),
} as const;
type Country = keyof typeof closings;

const holidaysOn = (country: string, day: Date, region = '') => new Holidays(country, region).getHolidays(day.getUTCFullYear()).filter(({ date }) => date.slice(0, 10) === dateOf(day));

const isOpen = (country: Country, day: Date): boolean => ![0, 6].includes(day.getUTCDay()) && !closings[country](day);

function firstOpen(country: Country, from: Date): Date {
  return isOpen(country, from) ? from : firstOpen(country, new Date(from.getTime() + DAY_MS));
}

const nextOpen = (country: Country, after: Date): Date => firstOpen(country, new Date(after.getTime() + DAY_MS));

/** When a payment accepted at this time is promised to arrive, worked out from the specification and not from our calendars. */
export const promisedBy: Readonly<Record<Rail, (acceptedAt: string) => string>> = {
  ACH: (acceptedAt) => at(nextOpen('US', nextOpen('US', firstOpen('US', new Date(acceptedAt)))), '17:00'),
  WIRE: (acceptedAt) => {
    const day = new Date(acceptedAt);
    return at(isOpen('US', day) && day.getUTCHours() < 20 ? day : nextOpen('US', day), '22:00');
  },
  FPS: (acceptedAt) => `${new Date(Date.parse(acceptedAt) + 2 * 3_600_000).toISOString().slice(0, 19)}Z`,
  SEPA: (acceptedAt) => at(nextOpen('DE', new Date(acceptedAt)), '16:00'),
};

/** When London settles what was traded at this time. */
export const londonSettlement = (tradedAt: string): Date => new Date(at(nextOpen('GB', nextOpen('GB', new Date(tradedAt))), '17:00'));
