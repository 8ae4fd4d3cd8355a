import type { Finding, FuzzResult } from './fuzz.ts';

const MOST = 2_000;

const cut = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)} … (${text.length} letters)` : text);

/** What was sent, as far as it can be read, and how to send it again. */
export function findingText({ subject, round, wrong, request }: Finding, seed: number): string {
  const again = `npm run fuzz -- --seed ${seed} --round ${round} --requests 1 --only "${subject}"`;
  return [`${subject}: ${cut([...new Set(wrong)].join('; '))}`, cut(request.toString('latin1')).replaceAll(/[^\x20-\x7e\n]/g, (letter) => (letter === '\r' ? '' : JSON.stringify(letter).slice(1, -1))), again].join('\n');
}

/** How it went, in a few lines. */
export function resultText({ sent, findings, statuses, documented }: FuzzResult, seconds: number): string {
  const counts = [...statuses].sort(([one], [other]) => one - other).map(([status, count]) => `${status}: ${count}`).join(', ');
  return `${sent} requests in ${Math.round(seconds)} s; ${findings.length} wrong. Statuses: ${counts}. Of ${documented.of} documented answers ${documented.seen} were seen.\n`;
}
