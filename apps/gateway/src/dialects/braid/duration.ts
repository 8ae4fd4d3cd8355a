const UNITS = [['D', 86_400], ['H', 3_600], ['M', 60], ['S', 1]] as const;

/** The documentation counts a day as `PT24H` and two as `P2D`. */
const FEWEST_DAYS = 2;

/** Seconds as an ISO 8601 duration in days (from two on), hours, minutes and seconds. None is `PT0H`, as the dialect's documentation prints it. */
export function isoDuration(seconds: number): string {
  let rest = seconds;
  const parts = UNITS.map(([unit, size]) => {
    const count = unit === 'D' && rest < FEWEST_DAYS * size ? 0 : Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? '' : `${count}${unit}`;
  });
  const [days = '', ...clock] = parts;
  const time = clock.join('');
  if (days === '' && time === '') return 'PT0H';
  return `P${days}${time === '' ? '' : `T${time}`}`;
}
