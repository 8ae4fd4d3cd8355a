import { createHash } from 'node:crypto';
import { providerCall } from '@sluice/telemetry';
import { LEAST_SCORE, likeness } from './likeness.js';

/** Someone on a sanctions list whose name is like one that was looked up. */
export interface Hit {
  /** The name that was looked up. */
  readonly name: string;
  readonly listed: string;
  readonly list: string;
  readonly listedId: string;
  /** From 0 to 1. */
  readonly score: number;
}

/** The sanctions lists. Both methods throw when no answer was reached: then nothing is known. */
export abstract class NameLists {
  /** Changes whenever the lists do. */
  abstract version(tenantId: string): Promise<string>;

  /** Everyone whose name is like one of these. */
  abstract hitsFor(names: readonly string[], tenantId: string): Promise<Hit[]>;
}

/** The outcome of a search for the timeline, without names: those stay with the case. */
export const summaryOf = (hits: readonly unknown[]): string => (hits.length === 0 ? 'clear' : `${hits.length} possible hits`);

/** One entry of the sandbox's list: its name and aliases. */
export interface ListedName {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** The sandbox's sanctions list. Everyone on it is invented; a likeness to anybody is chance. */
export const inventedList: readonly ListedName[] = [
  { id: 'SLX-001', name: 'Viktor Dragunovich Malakhov', aliases: ['Wiktor Malachow'] },
  { id: 'SLX-002', name: 'Zephyrine Quillfeather-Morrow', aliases: [] },
  { id: 'SLX-003', name: 'Balthazar Óskarsson Thornwick', aliases: ['B. O. Thornwick'] },
  { id: 'SLX-004', name: 'Meridian Gloaming Trading Company Limited', aliases: ['Gloaming Meridian Exports'] },
  { id: 'SLX-005', name: 'Ferdinando Zuccarelli-Brambossi', aliases: ['Nando Brambossi'] },
  { id: 'SLX-006', name: 'Jürgen Weißenbüttelmann', aliases: [] },
  { id: 'SLX-007', name: 'Oleandra Vashtikova', aliases: ['Олеандра Ваштикова'] },
  { id: 'SLX-008', name: 'Blackmere Harbour Shipping LLC', aliases: [] },
  { id: 'SLX-009', name: 'Tadeusz Wrzosowicz-Kłokocki', aliases: [] },
  { id: 'SLX-010', name: 'Samir al-Qandahouri', aliases: ['Samir Alqandahoury'] },
  { id: 'SLX-011', name: 'Order of the Hollow Lantern', aliases: ['Hollow Lantern Fraternity'] },
  { id: 'SLX-012', name: 'Isolde Ravenscroft-Abernethy', aliases: [] },
];

/** The sandbox's lists: names that nobody has, in this repository. */
export class InventedNameLists extends NameLists {
  constructor(private readonly entries: readonly ListedName[] = inventedList) {
    super();
  }

  version(): Promise<string> {
    return Promise.resolve(createHash('sha256').update(JSON.stringify(this.entries)).digest('hex').slice(0, 16));
  }

  hitsFor(names: readonly string[]): Promise<Hit[]> {
    return providerCall('names.search', () => Promise.resolve(names.flatMap((name) => this.entries.flatMap((entry) => hitOf(name, entry)))), summaryOf);
  }
}

function hitOf(name: string, { id, name: listed, aliases }: ListedName): Hit[] {
  const score = Math.max(...[listed, ...aliases].map((known) => likeness(name, known)));
  return score < LEAST_SCORE ? [] : [{ name, listed, list: 'invented', listedId: id, score: Math.round(score * 1_000) / 1_000 }];
}
