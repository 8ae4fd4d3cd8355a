import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inventedList, InventedNameLists, type ListedName } from '../src/names/name-lists.js';

/** As much of Watchman's API as is asked for, over the sandbox's list: an entry is a business when its id says so. */
export class WatchmanServer {
  entries: readonly ListedName[] = inventedList;
  /** Answered instead of everything else. */
  failure: { status: number; body: string } | null = null;
  isSilent = false;
  /** Searches so far, as their queries. */
  readonly searches: URLSearchParams[] = [];
  readonly tenants = new Set<string>();
  private readonly server: Server = createServer((request, response) => {
    this.serve(request, response).catch((error: Error) => response.destroy(error));
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.tenants.add(String(request.headers['x-sluice-tenant']));
    if (this.isSilent) return;
    if (this.failure !== null) return void response.writeHead(this.failure.status, { 'content-type': 'application/json' }).end(this.failure.body);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://any.example');
    const lists = new InventedNameLists(this.entries);
    if (pathname === '/v2/listinfo') return json(response, { lists: { invented: this.entries.length }, listHashes: { invented: await lists.version() }, version: 'test' });
    if (pathname !== '/v2/search') return void response.writeHead(404).end();
    this.searches.push(searchParams);
    const isPerson = searchParams.get('type') === 'person';
    const hits = isPerson ? await lists.hitsFor([searchParams.get('name') ?? '']) : [];
    const found = hits.filter(({ score }) => score >= Number(searchParams.get('minMatch'))).slice(0, Number(searchParams.get('limit')));
    const entities = found.map(({ listed, list, listedId, score }) => ({ name: listed, entityType: 'person', sourceList: list, sourceID: listedId, match: score, sourceData: {} }));
    json(response, { query: {}, entities: entities.length === 0 ? null : entities });
  }
}

const json = (response: ServerResponse, body: unknown): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
