/** How one service speaks to the broker. */
export abstract class MessagingOptions {
  abstract readonly service: string;
  /** amqp:// or amqps:// with user and password. */
  abstract readonly url: string;
  /** First word of every exchange and queue, so that several installations can share a broker. */
  abstract readonly namespace: string;
  /** Messages taken in and worked on at once per queue, whoever's they are; unless told, 200 and 20, of which 15 of one tenant. */
  readonly prefetch?: number | undefined;
  /** How long to wait before each further attempt; 1 s, 5 s, 30 s, 2 min, 10 min unless told. Their number bounds the attempts. */
  readonly retryDelaysMs?: readonly number[] | undefined;
  /** How long a message may be too early for what it needs; a day unless told. */
  readonly earlyForMs?: number | undefined;
  /** How long a message of a type, version or word that is not known is tried again before it is parked: longer than a roll-out; six hours unless told. */
  readonly unknownForMs?: number | undefined;
  /** How long no instance may have wanted a kind of event before its binding is removed; half an hour unless told. */
  readonly unwantedAfterMs?: number | undefined;
  /** A handler that has not returned by then is taken for lost and its message is given to another; five minutes unless told. */
  readonly handlerTimeoutMs?: number | undefined;
  /** How long a publisher waits for a lost or blocked connection, and for the broker's confirmation; 5 s unless told. */
  readonly publishTimeoutMs?: number | undefined;
  /** How long a stopping consumer waits for the work in hand; 20 s unless told. */
  readonly drainTimeoutMs?: number | undefined;
}

/** What handlers need beside the broker, first of all the database: whether it can be used now. */
export abstract class DependencyHealth {
  abstract readonly usable: boolean;
  abstract onChange(listener: (usable: boolean) => void): void;
  /** Whether an error says that they were away, and nothing about the work that met it. */
  abstract isToBlameFor(error: unknown): boolean;
  /** Something hints that they are away: to be looked at now. */
  abstract suspect(): void;
}
