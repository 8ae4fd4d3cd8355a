import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { openLoop } from '../../load/load.ts';
import { difference } from './probe.ts';
import { quantile } from '../../load/quantiles.ts';
import { beginOf } from './begin.ts';
import { rowOf, type Row } from './report.ts';
import type { BultraEvent } from '../../client/index.ts';
import type { Bench } from './rows.ts';
import { expectSound } from '../../load/soundness.ts';

const SUBSCRIPTIONS = 30;
const PER_SECOND = 10;

const everyEvent = (['REQUESTED', 'ACCEPTED', 'CHANGES_REQUESTED', 'IN_PROGRESS', 'EXECUTED', 'FAILED', 'CANCELLED'] as const).map((status) => `WITHDRAWAL_${status}` as const);

/** What most integrators wait for; every event makes seven times as many deliveries. */
const ends = (['EXECUTED', 'FAILED', 'CANCELLED'] as const).map((status) => `WITHDRAWAL_${status}` as const);

const bodySchema = z.object({ event_id: z.string().optional(), id: z.string().optional(), timestamp: z.string().optional(), created_at: z.string().optional() });

/** Takes every delivery, and notes when it came and when what it tells of happened. */
class Sink {
  readonly latenessMs: number[] = [];
  received = 0;
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(): Promise<Sink> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        sink.note(Buffer.concat(chunks).toString());
        response.end();
      });
    });
    const sink = new Sink(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** What came so far was not to be measured. */
  forget(): void {
    this.latenessMs.length = 0;
    this.received = 0;
  }

  private note(text: string): void {
    this.received += 1;
    const { timestamp, created_at: createdAt } = bodySchema.catch({}).parse(JSON.parse(text));
    const at = Date.parse(timestamp ?? createdAt ?? '');
    if (!Number.isNaN(at)) this.latenessMs.push(Date.now() - at);
  }
}

/** Withdrawals whose events make ten thousand deliveries for as many dead subscriptions. */
const FOR_TEN_THOUSAND = 50;

async function subscribed({ callers: { bultra } }: Bench, base: string, events: readonly BultraEvent[]): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < SUBSCRIPTIONS; index += 1) {
    ids.push((await bultra.subscribed({ url: `${base}${index}`, events, secret: 'a-secret-of-the-benchmark-0123456789' })).id);
  }
  return ids;
}

async function unsubscribe({ callers: { bultra } }: Bench, ids: readonly string[]): Promise<void> {
  for (const id of ids) await bultra.unsubscribed(id);
}

/** Thirty subscriptions of one tenant, to the ends of withdrawals or to all that happens to them, under ten withdrawals a second. */
export async function webhookRow(name: string, bench: Bench, to: 'ends' | 'everything' = 'ends'): Promise<Row> {
  const sink = await Sink.open();
  const ids = await subscribed(bench, sink.url, to === 'ends' ? ends : everyEvent);
  try {
    const begin = await beginOf('bultra', bench.callers, 32);
    const load = (seconds: number) => openLoop(begin, { perSecond: PER_SECOND, lanes: 32, seconds, signal: bench.signal });
    await load(bench.extent.preheatSeconds);
    sink.forget();
    const before = await bench.probe.read();
    const startedAt = performance.now();
    const carried = await load(bench.extent.seconds);
    const seconds = (performance.now() - startedAt) / 1_000;
    const usage = difference(await bench.probe.read(), before);
    const [p50, p99] = [quantile(sink.latenessMs, 0.5), quantile(sink.latenessMs, 0.99)];
    await expectSound(bench.callers.operator);
    return rowOf(name, carried, usage, { deliveriesPerSecond: Number((sink.received / seconds).toFixed(1)), latenessP50Ms: p50, latenessP99Ms: p99 });
  } finally {
    await unsubscribe(bench, ids);
    sink.close();
  }
}

/** The same while some ten thousand deliveries wait for an endpoint that nobody listens at. */
export async function deadWebhookRow(name: string, bench: Bench): Promise<Row> {
  const dead = await subscribed(bench, 'http://127.0.0.1:9/', everyEvent);
  try {
    const begin = await beginOf('bultra', bench.callers, 10);
    await openLoop(begin, { perSecond: PER_SECOND, lanes: 10, seconds: FOR_TEN_THOUSAND / PER_SECOND, signal: bench.signal });
    return await webhookRow(name, bench);
  } finally {
    await unsubscribe(bench, dead);
  }
}
