/** The last number that is there, of numbers from 0 on without a gap; null when there is none. Looks at few of them, however many there are. */
export async function lastOf(isThere: (number: number) => Promise<boolean>): Promise<number | null> {
  if (!(await isThere(0))) return null;
  let found = 0;
  let step = 1;
  while (await isThere(found + step)) {
    found += step;
    step *= 2;
  }
  for (step = Math.floor(step / 2); step > 0; step = Math.floor(step / 2)) {
    if (await isThere(found + step)) found += step;
  }
  return found;
}
