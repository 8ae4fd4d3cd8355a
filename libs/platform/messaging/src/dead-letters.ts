import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { envelopeSchema } from '@sluice/contract-kit';
import type { ConsumeMessage } from 'amqplib';
import { keptHeaders, pastOf } from './headers.js';
import { jsonOf } from './message-groups.js';
import type { Work } from './inbox.consumer.js';

/** A message that could not be handled, with all that is needed to understand it and to send it again. */
export interface DeadLetter {
  readonly id: string;
  readonly service: string;
  readonly queue: string;
  readonly type: string;
  /** What operators group by: the error's name and message, or why the message was never tried. */
  readonly cause: string;
  readonly stack: string | null;
  readonly attempts: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The body as text, whatever it was. */
  readonly content: string;
  readonly withdrawalId?: string | undefined;
  readonly tenantId?: string | undefined;
}

/** Where dead letters are kept. Parking the same letter again must change nothing but its counts. */
export abstract class DeadLetterStore {
  /** Keeps the letter durably before it resolves. */
  abstract park(letter: DeadLetter): Promise<void>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** A message with neither an envelope nor an id of its own is known by its content, so that copies are one letter. */
const idOf = (message: ConsumeMessage): string =>
  message.properties.messageId === undefined ? createHash('sha256').update(message.content).digest('hex').slice(0, 32) : String(message.properties.messageId);

const causeFor = (message: ConsumeMessage): string =>
  pastOf(message).cause ?? 'Processes that had the message in hand died, or gave it back, too often.';

export function letterOf(message: ConsumeMessage, service: string, now: Date): DeadLetter {
  const past = pastOf(message);
  const envelope = envelopeSchema.safeParse(jsonOf(message)).data;
  return {
    id: envelope?.id ?? idOf(message),
    service,
    queue: past.queue ?? past.exhaustedIn ?? 'unknown',
    type: envelope?.type ?? String(message.properties.type ?? 'unknown'),
    cause: causeFor(message),
    stack: past.stack,
    attempts: Math.max(past.failures, 1),
    firstAt: past.firstFailedAt === null ? now : new Date(past.firstFailedAt),
    lastAt: now,
    headers: keptHeaders(message),
    content: message.content.toString(),
    withdrawalId: envelope?.withdrawalId,
    tenantId: envelope?.tenantId,
  };
}

/** Moves letters from the broker into the store. They wait in the broker for as long as the store cannot be reached. */
export class DeadLetterWork {
  private readonly logger = new Logger('DeadLetters');
  private stopped = false;

  constructor(private readonly service: string, private readonly store: DeadLetterStore) {}

  stop(): void {
    this.stopped = true;
  }

  readonly work: Work = async (message) => {
    const letter = letterOf(message, this.service, new Date());
    for (let pauseMs = FIRST_PAUSE_MS; !this.stopped; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      if (await this.parked(letter)) return { outcome: 'parked', type: 'dead letter' };
      await pause(pauseMs);
    }
    return { outcome: 'returned', type: 'dead letter' };
  };

  private async parked(letter: DeadLetter): Promise<boolean> {
    try {
      await this.store.park(letter);
      return true;
    } catch (error) {
      this.logger.error(`The dead letter ${letter.id} cannot be stored yet: ${String(error)}`);
      return false;
    }
  }
}
