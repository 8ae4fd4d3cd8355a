import type { EntryExchange } from './outbox-entry.js';

/** What a service is sent: three kinds of messages and requests, each over an exchange and a queue of its own. */
export type Inbox = Exclude<EntryExchange, 'reply'> | 'requests';

export const inboxes: readonly Inbox[] = ['commands', 'answers', 'events', 'requests'];

/** Every name at the broker follows from the namespace, the service and the kind; none is written twice. */
export class BrokerNames {
  constructor(private readonly namespace: string, private readonly service: string) {}

  exchange(inbox: Inbox): string {
    return `${this.namespace}.${inbox}`;
  }

  /** Reaches every instance of a service; the routing key is the service's name. */
  get broadcasts(): string {
    return `${this.namespace}.broadcasts`;
  }

  queue(inbox: Inbox): string {
    return `${this.namespace}.${this.service}.${inbox}`;
  }

  /** Exchange and queue in which a message waits for its next attempt. */
  delay(delayMs: number): string {
    return `${this.namespace}.${this.service}.delay.${delayMs}`;
  }

  /** Where a message waits that was in hand when a process died, to be handled with no other beside it. */
  get suspects(): string {
    return `${this.namespace}.${this.service}.suspects`;
  }

  /** Where a message waits that will not be tried again, until it lies in the dead-letter store. */
  get dead(): string {
    return `${this.namespace}.${this.service}.dead`;
  }
}
