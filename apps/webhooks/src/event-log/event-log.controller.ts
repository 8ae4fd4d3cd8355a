import { Controller, Injectable, type OnModuleInit } from '@nestjs/common';
import { MOST_FINDINGS, type BodyOf, type Envelope, type ReplyOf } from '@sluice/contract-kit';
import { checkEventLog, listEvents, LOG_END, LOGGED, type Logged, readLog, recordChange, recordNotice } from '@sluice/contract-webhooks';
import { Broadcasts, OnMessage, OnRequest, Park, type RequestMessage } from '@sluice/messaging';
import { EventLogCheck } from './event-log-check.repository.js';
import { EventLog, type LoggedBatch } from './event-log.js';
import { EventRecords } from './event-records.js';
import { cursorAt, eventIdOf, isChange, positionAt, type KnownChange, type LoggedEvent } from './logged-event.js';

/** What is written into the event log, and read out of it. */
@Controller()
export class EventLogController {
  constructor(private readonly log: EventLog, private readonly records: EventRecords, private readonly check: EventLogCheck) {}

  @OnMessage(recordChange)
  async recordChange({ tenantId, traceparent, body }: Envelope<BodyOf<typeof recordChange>>): Promise<void> {
    const { withdrawalId, sequence, at } = body;
    const recorded = await this.log.record({ ...body, id: eventIdOf(withdrawalId, sequence), tenantId, at: new Date(at) }, traceparent);
    if (recorded === 'conflicting') throw new Park('a change that contradicts the event log');
  }

  /** For operators, once however often it comes. Subscribers are sent nothing of it. */
  @OnMessage(recordNotice)
  async recordNotice({ tenantId, body }: Envelope<BodyOf<typeof recordNotice>>): Promise<void> {
    const { subscriptionId, sequence, at } = body;
    const recorded = await this.log.record({ ...body, id: eventIdOf(subscriptionId, sequence), tenantId, at: new Date(at) });
    if (recorded === 'conflicting') throw new Park('a notice that contradicts the event log');
  }

  @OnRequest(listEvents)
  async listEvents({ tenantId, body }: RequestMessage<typeof listEvents>): Promise<ReplyOf<typeof listEvents>> {
    const after = body.after === undefined ? 0 : positionAt(body.after);
    const entries = await this.log.page({ tenantId, after, limit: body.limit, withdrawalId: body.withdrawalId });
    const events = entries.filter(isChange).map((event) => eventOf(event, body.withdrawalId !== undefined));
    return { events, nextCursor: cursorAt(entries.at(-1)?.position ?? after) };
  }

  @OnRequest(readLog)
  async readLog({ tenantId, body }: RequestMessage<typeof readLog>): Promise<ReplyOf<typeof readLog>> {
    const after = body.after === LOG_END ? await this.log.endForReaders(tenantId) : body.after === undefined ? 0 : positionAt(body.after);
    const entries = await this.log.page({ tenantId, after, limit: body.limit, withdrawalId: body.withdrawalId });
    return { entries: entries.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })), nextCursor: cursorAt(entries.at(-1)?.position ?? after) };
  }

  @OnRequest(checkEventLog)
  async checkEventLog({ tenantId, body: { full } }: RequestMessage<typeof checkEventLog>): Promise<ReplyOf<typeof checkEventLog>> {
    const gaps = await this.check.gaps(tenantId, full);
    const waiting = await this.records.waiting(tenantId, MOST_FINDINGS);
    const texts = [
      ...gaps.map((id) => `the events of ${id} have a gap`),
      ...waiting.map(({ withdrawalId, count, first }) => `${count} events of ${withdrawalId}, from number ${first} on, wait for one that has not come`),
    ];
    return { findings: texts.slice(0, MOST_FINDINGS).map((text) => ({ invariant: 8, text })) };
  }
}

const eventOf = ({ position: _, tenantId: __, view, at, ...rest }: LoggedEvent, isWhole: boolean): ReplyOf<typeof listEvents>['events'][number] => ({
  ...rest, ...(isWhole && view && { view }), at: at.toISOString(),
});

const loggedChange = ({ id, withdrawalId, dialect, dialectId, sequence, phase, hold, amount, at }: KnownChange): Logged['changes'][number] =>
  ({ id, withdrawalId, dialect, dialectId, sequence, phase, hold, amount, at: at.toISOString() });

/** Tells the gateway's instances what is in the log now, for operators who watch it. Nothing waits for it. */
@Injectable()
export class LogBroadcast implements OnModuleInit {
  constructor(private readonly log: EventLog, private readonly broadcasts: Broadcasts) {}

  onModuleInit(): void {
    this.log.onLogged(({ tenantId, changes }: LoggedBatch) => {
      const body: Logged = { tenantId, changes: changes.map(({ event }) => loggedChange(event)) };
      this.broadcasts.send(LOGGED, body, 'gateway');
      return Promise.resolve();
    });
  }
}
