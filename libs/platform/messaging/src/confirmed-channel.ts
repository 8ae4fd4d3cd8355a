import type { ConfirmChannel, Options } from 'amqplib';
import { NotConfirmed, Unroutable } from './errors.js';
import type { GuardedChannel } from './guarded-channel.js';

export interface WireMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly options: Options.Publish & { readonly messageId: string };
}

/** A confirm channel whose yes means that the message lies in a queue: a confirm alone also says yes to an unroutable one. */
export class ConfirmedChannel {
  /** Ids of messages handed back. The broker returns a message before it confirms it, so the confirm finds it here. */
  private readonly returned = new Set<string>();

  constructor(private readonly guarded: GuardedChannel<ConfirmChannel>) {
    guarded.channel.on('return', ({ properties }) => this.returned.add(String(properties.messageId)));
  }

  close(): Promise<void> {
    return this.guarded.close();
  }

  publish(message: WireMessage, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = (): void => reject(new NotConfirmed(`The broker did not confirm a message within ${timeoutMs} ms.`));
      const timer = setTimeout(late, timeoutMs);
      this.send(message, (error) => {
        clearTimeout(timer);
        if (error === null) resolve();
        else reject(error);
      });
    });
  }

  private send(message: WireMessage, done: (error: Error | null) => void): void {
    const { exchange, routingKey, content, options } = message;
    try {
      this.guarded.channel.publish(exchange, routingKey, content, options, (error: Error | null) => {
        const wasReturned = this.returned.delete(options.messageId);
        if (error !== null) done(new NotConfirmed(`The broker did not take a message: ${error.message}`));
        else done(wasReturned ? new Unroutable(`No queue is bound for ${routingKey}.`) : null);
      });
    } catch (error) {
      done(new NotConfirmed('The channel closed before the message could be sent.', { cause: error }));
    }
  }
}
