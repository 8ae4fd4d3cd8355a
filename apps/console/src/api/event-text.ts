import type { Event } from './shapes.ts';

/** The events in what came so far, and what is left of one that is not whole yet. */
export function eventsIn(text: string): { readonly events: readonly Event[]; readonly rest: string } {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  const bodies = blocks.map((block) => block.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice('data:'.length)).join('\n'));
  return { events: bodies.filter((body) => body.trim() !== '').map((body) => JSON.parse(body) as Event), rest };
}
