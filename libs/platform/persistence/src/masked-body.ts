/** Fields whose texts say which thing, when, how much and of what kind: what a repair needs, and never who somebody is or what their account number is. */
const plain = /^(id|.*Ids?|type|kind|version|status|state|stage|phase|hold|code|rail|chain|dialect|currency|units|amount|attempts?|at|.*At|.*Date|dueAt|decision|subject|traceparent)$/;
const LONGEST = 16_000;
const LONGEST_PLAIN = 100;
/** As long as a short account number. */
const LONG_NUMBER = 10_000_000;

const hidden = (text: string): string => `${text.slice(0, 1)}••• (${text.length} characters)`;

function masked(name: string, value: unknown): unknown {
  if (typeof value === 'string') return (plain.test(name) && value.length <= LONGEST_PLAIN) || value === '' ? value : hidden(value);
  if (typeof value === 'number') return Math.abs(value) < LONG_NUMBER || plain.test(name) ? value : '•••';
  if (Array.isArray(value)) return value.map((each) => masked(name, each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(key, each)]));
}

/** A message as operators may see it: its structure, ids, kinds, times and amounts. Every other text is hidden, and all of what is no JSON. */
export function maskedBody(content: string): string {
  let read: unknown;
  try {
    read = JSON.parse(content);
  } catch {
    return `${content.length} characters that are no JSON.`;
  }
  const text = JSON.stringify(masked('', read), null, 2);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… and ${text.length - LONGEST} characters more.` : text;
}
