import { createHash } from 'node:crypto';
import { providerCall } from '@sluice/telemetry';
import { foundIn } from '../names/found-in.js';
import { inventedList, type ListedName } from '../names/invented-list.js';
import { LEAST_SCORE, likeness } from '../names/likeness.js';
import { NameLists, type Hit } from '../ports/name-lists.js';

/** The sandbox's lists: names that nobody has, in this repository. */
export class InventedNameLists extends NameLists {
  constructor(private readonly entries: readonly ListedName[] = inventedList) {
    super();
  }

  version(): Promise<string> {
    return Promise.resolve(createHash('sha256').update(JSON.stringify(this.entries)).digest('hex').slice(0, 16));
  }

  hitsFor(names: readonly string[]): Promise<Hit[]> {
    return providerCall('names.search', () => Promise.resolve(names.flatMap((name) => this.entries.flatMap((entry) => hitOf(name, entry)))), foundIn);
  }
}

function hitOf(name: string, { id, name: listed, aliases }: ListedName): Hit[] {
  const score = Math.max(...[listed, ...aliases].map((known) => likeness(name, known)));
  return score < LEAST_SCORE ? [] : [{ name, listed, list: 'invented', listedId: id, score: Math.round(score * 1_000) / 1_000 }];
}
