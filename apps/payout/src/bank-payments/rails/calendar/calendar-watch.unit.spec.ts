import { describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';
import { alarmsOn } from './calendar-watch.js';

describe('the end of the calendars', () => {
  it.each(['2026-11-30', '2098-12-31'])('is no alarm on %s, more than a year before', (day) => {
    expect(alarmsOn(new Date(day))).toEqual([]);
  });

  it.each([['2099-01-02', 364], ['2099-12-31', 1], ['2100-01-01', 0]])('is an alarm for each of them on %s', (day, days) => {
    expect(alarmsOn(new Date(day))).toEqual(['Fed', 'TARGET'].map((name) => expect.stringContaining(`${name} 2026.2 ends in ${days} days`) as unknown));
  });

  it('is a metric', async () => {
    const { values = [] } = (await register.getSingleMetric('sluice_bank_calendar_days_left')?.get()) ?? {};
    expect(values.map(({ labels, value }) => [labels['calendar'], value > 0])).toEqual([['Fed', true], ['TARGET', true]]);
  });
});
