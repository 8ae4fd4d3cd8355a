import type { ReplyOf, RequestContract, RequestOf } from '@sluice/contract-kit';

interface ReceivedRequest<C extends RequestContract> {
  readonly tenantId: string;
  readonly body: RequestOf<C>;
}

type Answer = (received: ReceivedRequest<RequestContract>) => unknown;

/** The other services, in place of `Requests`: replies as it is told, and remembers what was requested. */
export class Answering {
  private readonly answers = new Map<string, Answer>();
  private readonly requests: { type: string; body: unknown }[] = [];

  on<C extends RequestContract>({ type }: C, answer: (received: ReceivedRequest<C>) => ReplyOf<C>): void {
    this.answers.set(type, answer);
  }

  received<C extends RequestContract>({ type }: C): RequestOf<C>[] {
    return this.requests.filter((request) => request.type === type).map(({ body }) => body as RequestOf<C>);
  }

  request(contract: RequestContract, given: unknown, { tenantId }: { tenantId: string }): Promise<unknown> {
    const body = contract.body.parse(given);
    this.requests.push({ type: contract.type, body });
    const answer = this.answers.get(contract.type);
    return answer ? new Promise((resolve) => resolve(contract.reply.parse(answer({ tenantId, body })))) : Promise.reject(new Error(`Nobody answers ${contract.type}.`));
  }
}
