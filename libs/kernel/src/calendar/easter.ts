import { dayFrom, type Day } from './day.js';

/**
 * Easter Sunday of the Gregorian calendar, by the century, leap-year and lunar corrections of the computus.
 * Source: the anonymous algorithm printed in Nature, 20 April 1876.
 */
export function easterSunday(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const lunarCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - lunarCorrection + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const lateMoon = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const daysAfter = epact + toSunday - 7 * lateMoon + 114;
  return dayFrom(year, Math.floor(daysAfter / 31), (daysAfter % 31) + 1);
}

export const goodFriday = (year: number): Day => easterSunday(year) - 2;

export const easterMonday = (year: number): Day => easterSunday(year) + 1;
