import { Controller } from '@nestjs/common';
import { deadLetterRequests, type DeadLetterView, type OpenedLetterView, type ReplyOf, type RequestOf } from '@sluice/contract-kit';
import { consumers, countAllDeadLetters, discardAnyDeadLetters, listAllDeadLetters, openAnyDeadLetter, redriveAnyDeadLetters } from '@sluice/contract-operations';
import { DomainError } from '@sluice/kernel';
import { OnRequest, Requests, type RequestMessage } from '@sluice/messaging';
import { readPage } from '@sluice/persistence';

const letterRequests = consumers.map((service) => ({ service, ...deadLetterRequests(service) }));

interface Found {
  readonly service: (typeof consumers)[number];
  readonly letter: DeadLetterView;
}

/** Latest first; of the same time, the later id. */
const byTime = ({ letter: one }: Found, { letter: other }: Found): number =>
  Date.parse(other.lastAt) - Date.parse(one.lastAt) || (one.id < other.id ? 1 : -1);

/** The dead letters of all services as one list. Each service keeps its own. */
@Controller()
export class DeadLettersController {
  constructor(private readonly requests: Requests) {}

  @OnRequest(listAllDeadLetters)
  async list({ tenantId, body: { limit, after, cause } }: RequestMessage<typeof listAllDeadLetters>): Promise<ReplyOf<typeof listAllDeadLetters>> {
    const { found, hasMore } = await readPage(limit, async (count) => {
      const lists = await Promise.all(letterRequests.map(async ({ service, list }): Promise<Found[]> => {
        const { letters } = await this.requests.request(list, { limit: count, after: after[service], cause }, { tenantId });
        return letters.map((letter) => ({ service, letter }));
      }));
      return lists.flat().sort(byTime).slice(0, count);
    });
    return { letters: found.map(({ letter }) => letter), hasMore, seen: { ...after, ...Object.fromEntries(found.map(({ service, letter }) => [service, letter.id])) } };
  }

  /** Its id does not say whose it is, so all are requested. */
  @OnRequest(openAnyDeadLetter)
  async open({ tenantId, body }: RequestMessage<typeof openAnyDeadLetter>): Promise<OpenedLetterView> {
    const replies = await Promise.all(letterRequests.map(({ open }) => this.requests.request(open, body, { tenantId })));
    const opened = replies.flatMap(({ letter }) => letter ?? [])[0];
    if (opened === undefined) throw new DomainError('not_found', 'There is no such dead letter.');
    return opened;
  }

  @OnRequest(countAllDeadLetters)
  async count({ tenantId }: RequestMessage<typeof countAllDeadLetters>): Promise<ReplyOf<typeof countAllDeadLetters>> {
    const counts = new Map<string, number>();
    const replies = await Promise.all(letterRequests.map(({ countByCause }) => this.requests.request(countByCause, {}, { tenantId })));
    for (const { cause, count } of replies.flatMap(({ causes }) => causes)) counts.set(cause, (counts.get(cause) ?? 0) + count);
    return { causes: [...counts].map(([cause, count]) => ({ cause, count })).sort((one, other) => other.count - one.count || (one.cause < other.cause ? -1 : 1)) };
  }

  @OnRequest(redriveAnyDeadLetters)
  redrive({ tenantId, body }: RequestMessage<typeof redriveAnyDeadLetters>): Promise<{ count: number }> {
    return this.decide('redrive', body, tenantId);
  }

  @OnRequest(discardAnyDeadLetters)
  discard({ tenantId, body }: RequestMessage<typeof discardAnyDeadLetters>): Promise<{ count: number }> {
    return this.decide('discard', body, tenantId);
  }

  private async decide(decision: 'redrive' | 'discard', choice: RequestOf<typeof redriveAnyDeadLetters>, tenantId: string): Promise<{ count: number }> {
    const replies = await Promise.all(letterRequests.map((requests) => this.requests.request(requests[decision], choice, { tenantId })));
    return { count: replies.reduce((sum, { count }) => sum + count, 0) };
  }
}
