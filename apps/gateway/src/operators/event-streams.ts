import { Injectable, Logger } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { LOGGED, type Logged, loggedSchema, type readLog } from '@sluice/contract-webhooks';
import { Money } from '@sluice/kernel';
import { Broadcasts } from '@sluice/messaging';
import { ServiceState } from '@sluice/service-host';
import { inBackground, outsideOfWork } from '@sluice/telemetry';
import type { Client } from '../access/client.js';
import { Clients, CLIENTS_CHANGED } from '../access/clients.js';
import { HttpProblem } from '../http/problem.js';
import type { ChangeBody, NoticeBody } from './answers.js';

type Entry = ReplyOf<typeof readLog>['entries'][number];
type Notice = Extract<Entry, { subscriptionId: string }>;
export type Change = Exclude<Entry, Notice>;

/** spec/operator.md; `data` is all that the log has of the withdrawal at this version. */
export const changeBody = (tenantId: string, { id, sequence, withdrawalId, dialect, dialectId, phase, hold, amount, at }: Change): ChangeBody => ({
  id, sequence, tenantId, withdrawalId, dialect, dialectId, type: `withdrawal.${phase}`, at,
  data: { phase, hold, amount: { currency: amount.currency, amount: Money.fromJson(amount).toDecimal() } },
});

/** About no withdrawal: what the dialect knows it by is its subscription, which it is numbered with (docs/decisions/0148). */
const noticeBody = (tenantId: string, { id, sequence, dialect, subscriptionId, type, at, url, failures, failingSince, cause }: Notice): NoticeBody => ({
  id, sequence, tenantId, withdrawalId: null, dialect, dialectId: subscriptionId, type, at, data: { subscriptionId, url, failures, failingSince, cause },
});

/** An entry of the event log as operators see it. */
export const entryBody = (tenantId: string, entry: Entry) => ('subscriptionId' in entry ? noticeBody(tenantId, entry) : changeBody(tenantId, entry));

type Bytes = Uint8Array<ArrayBuffer>;

interface Listener {
  readonly client: Pick<Client, 'id' | 'tenantId'>;
  readonly controller: ReadableStreamDefaultController<Bytes>;
}

/** So that who listens, and what stands between, sees that the connection is alive; and as seldom it is asked whether the key still is. */
const BEAT_MS = 10_000;

/** A page has one, and an operator a few pages. */
const MOST_LISTENERS = 500;

/** Who reads so slowly is let go: what was missed is in the log. */
const MOST_WAITING_BYTES = 2 ** 20;

const encoder = new TextEncoder();
const bytesOf = (text: string): Bytes => encoder.encode(text);

const eventText = (tenantId: string, change: Logged['changes'][number]): string => `id: ${change.id}\nevent: ${`withdrawal.${change.phase}`}\ndata: ${JSON.stringify(changeBody(tenantId, change))}\n\n`;

/** What operators are sent of the event log as it grows: webhooks tells every instance, and no database is asked. */
@Injectable()
export class EventStreams {
  private readonly logger = new Logger(EventStreams.name);
  private readonly listeners = new Set<Listener>();
  private beat: NodeJS.Timeout | undefined;

  constructor(broadcasts: Broadcasts, private readonly clients: Clients, state: ServiceState) {
    broadcasts.listen(LOGGED, (body) => this.tell(loggedSchema.parse(body)));
    broadcasts.listen(CLIENTS_CHANGED, () => this.checkKeys());
    // Something may have been missed: who listens comes again and reads what is there.
    broadcasts.onReopened(() => this.endAll());
    state.whenStopping(() => this.endAll());
  }

  /** Events of the client's tenant from now on. @throws HttpProblem `rate_limited` when too many listen */
  open(client: Pick<Client, 'id' | 'tenantId'>): ReadableStream<Bytes> {
    if (this.listeners.size >= MOST_LISTENERS) throw new HttpProblem('rate_limited', 'Too many listen to events.', { 'Retry-After': '10' });
    let listener: Listener | undefined;
    return new ReadableStream<Bytes>({
      start: (controller) => {
        listener = { client, controller };
        this.listeners.add(listener);
        controller.enqueue(bytesOf(': listening\n\n'));
        this.beat ??= outsideOfWork(() => setInterval(() => this.onBeat(), BEAT_MS).unref());
      },
      cancel: () => this.forget(listener),
    }, new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING_BYTES }));
  }

  private tell({ tenantId, changes }: Logged): void {
    const listening = [...this.listeners].filter(({ client }) => client.tenantId === tenantId);
    if (listening.length > 0) this.send(listening, changes.map((change) => eventText(tenantId, change)).join(''));
  }

  private send(listeners: Iterable<Listener>, text: string): void {
    const bytes = bytesOf(text);
    for (const listener of listeners) {
      if ((listener.controller.desiredSize ?? 0) <= 0) this.end(listener);
      else listener.controller.enqueue(bytes);
    }
  }

  private onBeat(): void {
    this.send([...this.listeners], ': still here\n\n');
    this.checkKeys();
  }

  /** A key that was revoked hears nothing more. */
  private checkKeys(): void {
    for (const listener of this.listeners) {
      inBackground(this.logger, 'Checking who listens', async () => {
        const client = await this.clients.byId(listener.client.id);
        if (client === null || client.revokedAt !== undefined) this.end(listener);
      });
    }
  }

  private endAll(): void {
    for (const listener of this.listeners) this.end(listener);
  }

  private end(listener: Listener): void {
    if (this.listeners.has(listener)) listener.controller.close();
    this.forget(listener);
  }

  private forget(listener: Listener | undefined): void {
    if (listener !== undefined) this.listeners.delete(listener);
    if (this.listeners.size > 0) return;
    clearInterval(this.beat);
    this.beat = undefined;
  }
}
