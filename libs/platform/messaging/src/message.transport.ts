import { Injectable } from '@nestjs/common';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Contract } from '@sluice/contract-kit';
import { Trail } from '@sluice/telemetry';
import type { ChannelModel } from 'amqplib';
import { Bindings } from './bindings.js';
import { Broadcasts } from './broadcasts.js';
import { BrokerConnection, type ConnectionPart } from './broker.connection.js';
import { ConsumerSet } from './consumer-set.js';
import { DeadLetterStore } from './dead-letters.js';
import { handledContract, type HandledContract } from './handlers.js';
import { MessagingOptions, DependencyHealth } from './messaging.options.js';
import { BrokerNames, declareExchanges, eventKeys } from './topology.js';
import { Publisher } from './publisher.js';
import { RequestChannel } from './requests.js';

const DEFAULT_DRAIN_TIMEOUT_MS = 20_000;

/** Nest's way in for messages: finds the handlers of the application's controllers and feeds them from the broker. */
@Injectable()
export class MessageTransport extends Server implements CustomTransportStrategy {
  private consumers: ConsumerSet | null = null;

  constructor(
    private readonly options: MessagingOptions,
    private readonly connection: BrokerConnection,
    private readonly publisher: Publisher,
    private readonly requests: RequestChannel,
    private readonly broadcasts: Broadcasts,
    private readonly bindings: Bindings,
    private readonly deadLetters: DeadLetterStore,
    private readonly trail: Trail,
    private readonly surroundings: DependencyHealth,
  ) {
    super();
  }

  /** Two handlers for one message would hide each other: only one of them would ever be called. */
  override addHandler(pattern: string, handler: MessageHandler, isEventHandler = false, extras: Record<string, unknown> = {}): void {
    if (this.messageHandlers.has(pattern)) throw new Error(`${pattern} has two handlers.`);
    super.addHandler(pattern, handler, isEventHandler, extras);
  }

  /** Resolves through the callback once every queue is consumed. Publishing is opened first: a message can fail at once. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      const handled = this.handled();
      this.consumers = new ConsumerSet(this.options, this.publisher, this.deadLetters, this.trail, this.surroundings, this.bindings, handled);
      await this.bindings.start(eventKeys(handled.map(({ contract }) => contract)));
      await this.connection.start([this.exchanges, this.publisher, this.requests, this.broadcasts, this.bindings, ...this.consumers.parts]);
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Takes nothing new and waits for the work in hand; publishing stays open for what that work still has to send. */
  async drain(): Promise<void> {
    await this.consumers?.drain(this.options.drainTimeoutMs ?? DEFAULT_DRAIN_TIMEOUT_MS);
  }

  async close(): Promise<void> {
    await this.drain();
    await this.consumers?.close();
    this.bindings.stop();
    await this.broadcasts.close();
    await this.requests.close();
    await this.publisher.close();
    await this.connection.stop();
  }

  /** A type of message that is handled here, if there is any; not a request. */
  get handledType(): string | undefined {
    return this.handled().find(({ contract }) => contract.kind !== 'request')?.contract.type;
  }

  /** The queues of commands, answers and events that are consumed here, in this order. */
  get queues(): readonly string[] {
    return this.consumers?.messageQueues ?? [];
  }

  on(event: string): never {
    throw new Error(`There is no event ${event} to listen to; BrokerHealth tells how the connection is.`);
  }

  unwrap<T>(): T {
    return this.connection as T;
  }

  private readonly exchanges: ConnectionPart = {
    open: async (model: ChannelModel): Promise<void> => {
      const channel = await model.createChannel();
      await declareExchanges(channel, new BrokerNames(this.options.namespace, this.options.service));
      await channel.close();
    },
  };

  private handled(): HandledContract[] {
    return [...this.messageHandlers].map(([type, handler]) => {
      const contracts = (handler.extras?.['contracts'] ?? []) as readonly Contract[];
      const contract = contracts.find((each) => each.type === type);
      if (contract === undefined) throw new Error(`The handler of ${type} has no contract: use OnMessage or OnRequest, not MessagePattern.`);
      return handledContract(contract, handler);
    });
  }
}
