import { Injectable } from '@nestjs/common';
import type { RequestOf } from '@sluice/contract-kit';
import type { replayEvents } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { EventLog } from '../event-log/event-log.js';
import { EventRecords } from '../event-log/event-records.js';
import { isChange, type LoggedEvent } from '../event-log/logged-event.js';

export type Choice = RequestOf<typeof replayEvents>;

/** More than this is replayed in parts. */
const MOST_EVENTS = 1_000;
const PAGE = 200;

/** Finds the events of the log that were chosen to be sent again, in its order; notices to operators are never sent. */
@Injectable()
export class ChosenEvents {
  constructor(private readonly log: EventLog, private readonly records: EventRecords, private readonly deliveries: DeliveriesRepository) {}

  /** @throws DomainError `invalid_request` for unknown ids or where nothing is chosen; `limit_exceeded` for too many events */
  async of(tenantId: string, choice: Choice): Promise<LoggedEvent[]> {
    const { ids, subscriptionId, from, to, sinceFailure } = choice;
    if ([ids, subscriptionId, from, to, sinceFailure].every((part) => part === undefined)) throw new DomainError('invalid_request', 'It must be said which events are sent again.');
    const begin = sinceFailure ? await this.firstFailure(tenantId, subscriptionId) : (from ?? '');
    if (begin === null) return [];
    const isWithin = ({ at }: LoggedEvent): boolean => at >= dateOf(from, 0) && at >= dateOf(begin, 0) && at <= dateOf(to, Infinity);
    return ids === undefined ? this.scan(tenantId, isWithin) : (await this.named(tenantId, ids)).filter(isWithin);
  }

  private async named(tenantId: string, ids: readonly string[]): Promise<LoggedEvent[]> {
    const found = (await this.records.find(ids)).filter((event) => event.tenantId === tenantId);
    const unknown = ids.filter((id) => !found.some((event) => event.id === id));
    if (unknown.length > 0) throw new DomainError('invalid_request', 'There are no such events.', unknown.map((id) => ({ field: 'ids', message: `${id} is unknown` })));
    return found.filter(isChange).sort((one, other) => one.position - other.position);
  }

  private async scan(tenantId: string, isWithin: (event: LoggedEvent) => boolean): Promise<LoggedEvent[]> {
    const chosen: LoggedEvent[] = [];
    for (let after = 0; ; ) {
      const page = await this.log.page({ tenantId, after, limit: PAGE });
      chosen.push(...page.filter(isChange).filter(isWithin));
      if (chosen.length > MOST_EVENTS) throw new DomainError('limit_exceeded', `More than ${MOST_EVENTS} events are chosen: choose a shorter span.`);
      const last = page.at(-1);
      if (last === undefined) return chosen;
      after = last.position;
    }
  }

  /** When the change of the first failed delivery happened; null when none failed. */
  private async firstFailure(tenantId: string, subscriptionId: string | undefined): Promise<string | null> {
    const filter = { tenantId, status: 'failed', ...(subscriptionId === undefined ? {} : { subscriptionId }) };
    const [first] = await this.deliveries.list(filter, { happenedAt: 1 }, 1);
    return first?.state.happenedAt ?? null;
  }
}

const dateOf = (text: string | undefined, otherwise: number): number | Date => (text === undefined || text === '' ? otherwise : new Date(text));
