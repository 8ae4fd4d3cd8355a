const DAY_MS = 86_400_000;

/** A calendar date as read in UTC, counted in days since 1970-01-01, so that date arithmetic is plain addition. */
export type Day = number;

export type Weekday = 'sunday' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday';

const weekdays: readonly Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;

export const dayOf = (instant: Date): Day => Math.floor(instant.getTime() / DAY_MS);

/** `month` is 1 for January. */
export const dayFrom = (year: number, month: number, date: number): Day => Date.UTC(year, month - 1, date) / DAY_MS;

export const yearOf = (day: Day): number => new Date(day * DAY_MS).getUTCFullYear();

const weekdayNumber = (day: Day): number => (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;

export const isOn = (day: Day, ...names: readonly Weekday[]): boolean => names.some((name) => weekdays[weekdayNumber(day)] === name);

export const isWeekend = (day: Day): boolean => isOn(day, 'saturday', 'sunday');

/** The instant of a UTC time of day, written `HH:MM`. */
export const instantAt = (day: Day, time: `${number}:${number}`): Date => new Date(`${isoDate(day)}T${time}:00.000Z`);

/** `YYYY-MM-DD`. */
export const isoDate = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The day itself or the next one with this name. */
export const onOrAfter = (day: Day, name: Weekday): Day => day + ((weekdays.indexOf(name) - weekdayNumber(day) + 7) % 7);

/** The nth such weekday of a month. */
export const nthOfMonth = (nth: number, name: Weekday, year: number, month: number): Day => onOrAfter(dayFrom(year, month, 1), name) + (nth - 1) * 7;

/** The last such weekday of a month: the one in its last seven days. */
export const lastOfMonth = (name: Weekday, year: number, month: number): Day => onOrAfter(dayFrom(year, month + 1, 1) - 7, name);
