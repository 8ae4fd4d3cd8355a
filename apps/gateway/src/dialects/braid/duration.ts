const UNITS = [['D', 86_400], ['H', 3_600], ['M', 60], ['S', 1]] as const;

/** Seconds as an ISO 8601 duration in days, hours, minutes and seconds. None is `PT0H`, as the dialect's documentation prints it. */
export function isoDuration(seconds: number): string {
  let rest = seconds;
  const parts = UNITS.map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? '' : `${count}${unit}`;
  });
  const [days = '', ...clock] = parts;
  const time = clock.join('');
  if (days === '' && time === '') return 'PT0H';
  return `P${days}${time === '' ? '' : `T${time}`}`;
}
