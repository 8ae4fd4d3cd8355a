import { Provider, type Call } from '@sluice/providers';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';
import { LEAST_SCORE, spellingsOf } from './likeness.js';
import { NameLists, summaryOf, type Hit } from './name-lists.js';

export interface WatchmanOptions {
  /** Base address of the server, e.g. `http://watchman:8084`. */
  readonly url: string;
  /** For each call; 3 s by default. */
  readonly timeoutMs?: number | undefined;
}

/** Who can be paid; ships and aircraft cannot. A search covers one of them. */
const entityTypes = ['person', 'business', 'organization'] as const;

/** More than this would not change what an operator decides. */
const MOST_HITS = 10;

const listsSchema = z.object({ listHashes: z.record(z.string(), z.string()).refine((hashes) => Object.keys(hashes).length > 0, 'no list is loaded') });

const foundSchema = z.object({
  entities: z.array(z.object({ name: z.string(), sourceList: z.string(), sourceID: z.string(), match: z.number().min(0).max(1) })).nullable(),
});

/** Who is found by two spellings of a name is one hit, as alike as the better of them. */
const eachOnce = (hits: readonly Hit[]): Hit[] =>
  hits.filter((hit, index) => !hits.some((other, position) => isSameEntry(hit, other) && (other.score > hit.score || (other.score === hit.score && position < index))));

const isSameEntry = (one: Hit, other: Hit): boolean => one.name === other.name && one.list === other.list && one.listedId === other.listedId && one.listed === other.listed;

/** A Watchman server (moov-io/watchman), version 2 of its API: `GET /v2/listinfo` and `GET /v2/search`. */
export class WatchmanNameLists extends NameLists {
  private readonly watchman: Provider;

  constructor({ url, timeoutMs = 3_000 }: WatchmanOptions) {
    super();
    this.watchman = new Provider({ name: 'names', url: `${url.replace(/\/+$/, '')}/`, timeoutMs });
  }

  /** A server without a loaded list would find nobody: that counts as no answer. */
  async version(tenantId: string): Promise<string> {
    const { listHashes } = await this.get({ path: 'v2/listinfo', answer: listsSchema }, tenantId);
    return Object.keys(listHashes).sort().map((list) => `${list}:${listHashes[list]}`).join(' ');
  }

  /** One call for the timeline, of many searches. */
  hitsFor(names: readonly string[], tenantId: string): Promise<Hit[]> {
    const searches = () => names.flatMap((name) => spellingsOf(name).flatMap((spelling) => entityTypes.map((type) => this.search(name, spelling, type, tenantId))));
    return providerCall('names.search', async () => eachOnce((await Promise.all(searches())).flat()), summaryOf);
  }

  private async search(name: string, spelling: string, type: string, tenantId: string): Promise<Hit[]> {
    const query = { name: spelling, type, minMatch: LEAST_SCORE.toFixed(2), limit: String(MOST_HITS) };
    const found = await this.get({ path: 'v2/search', query, answer: foundSchema }, tenantId);
    return (found.entities ?? []).map(({ name: listed, sourceList: list, sourceID: listedId, match: score }) => ({ name, listed, list, listedId, score }));
  }

  /** The header is for a simulator, whose faults are set by tenant; Watchman itself ignores it. */
  private get<T>(call: Pick<Call<T>, 'path' | 'query' | 'answer'>, tenantId: string): Promise<T> {
    return this.watchman.call({ ...call, method: 'GET', headers: { accept: 'application/json', 'x-sluice-tenant': tenantId } });
  }
}
