import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { inBackground } from '@sluice/telemetry';
import type { ChannelModel } from 'amqplib';
import type { ConnectionPart } from './broker.connection.js';
import { MessagingOptions, DependencyHealth } from './messaging.options.js';
import { bindEvents, BrokerNames, onOwnChannel } from './topology.js';

/** A binding that somebody is about to remove, since `since`. */
export interface Removal {
  readonly key: string;
  readonly since: Date;
}

/**
 * Which kinds of events the instances of a service want, of whatever version each is. AMQP does not tell which bindings a queue
 * has, so they are recorded in the service's own database.
 */
export abstract class BindingRecords {
  /** Notes that this instance wants these kinds now. `known`: all were wanted already. `busy`: those that are being removed at this moment. */
  abstract want(keys: readonly string[]): Promise<{ readonly known: boolean; readonly busy: readonly string[] }>;
  /** Takes a kind that nobody has wanted since then for removal; null when there is none. One process gets it. */
  abstract nextUnwanted(since: Date): Promise<Removal | null>;
  /** Notes that a binding is gone. False when somebody wants it again by now. */
  abstract removed(removal: Removal): Promise<boolean>;
  /** Whether the service had a binding for this kind and removed it. */
  abstract isRemoved(key: string): Promise<boolean>;
}

const HALF_AN_HOUR_MS = 1_800_000;

/** So often each instance says what it wants before that is taken for out of date. */
const RENEWALS_IN_TIME = 6;
const AGAIN_AFTER_MS = 200;

/** Keeps the bindings of a service's events queue to those that one of its instances wants. */
@Injectable()
export class Bindings implements ConnectionPart {
  private readonly logger = new Logger('Bindings');
  private readonly names: BrokerNames;
  private readonly unwantedAfterMs: number;
  private wanted: readonly string[] = [];
  private model: ChannelModel | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(options: MessagingOptions, private readonly records: BindingRecords, private readonly surroundings: DependencyHealth) {
    this.names = new BrokerNames(options.namespace, options.service);
    this.unwantedAfterMs = options.unwantedAfterMs ?? HALF_AN_HOUR_MS;
  }

  /** Before anything is bound: whoever removes bindings then knows of this instance. Waits for the database as long as it takes. */
  async start(wanted: readonly string[]): Promise<void> {
    this.wanted = wanted;
    while (!(await this.isNotedAtStart())) await pause(AGAIN_AFTER_MS);
    this.timer = setInterval(() => inBackground(this.logger, 'The review of the bindings', () => this.review()), this.unwantedAfterMs / RENEWALS_IN_TIME);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  async open(model: ChannelModel): Promise<void> {
    this.model = model;
    return Promise.resolve();
  }

  /** An event of a kind that is not bound any more was on its way when its binding was removed. */
  async isRemoved(key: string): Promise<boolean> {
    return !this.wanted.includes(key) && this.records.isRemoved(key);
  }

  private async isNotedAtStart(): Promise<boolean> {
    try {
      await this.note();
      return true;
    } catch (error) {
      if (!this.surroundings.isToBlameFor(error)) throw error;
      this.surroundings.suspect();
      return false;
    }
  }

  /** Waits for whoever is removing one of them at this moment: bound meanwhile, it could be unbound again. @returns whether all were wanted already. */
  private async note(): Promise<boolean> {
    let { known, busy } = await this.records.want(this.wanted);
    while (busy.length > 0) {
      await pause(AGAIN_AFTER_MS);
      ({ busy } = await this.records.want(busy));
      known = false;
    }
    return known;
  }

  /** Says what this instance wants, and removes what no instance has said for long. */
  private async review(): Promise<void> {
    const { model } = this;
    if (!this.surroundings.usable || model === null) return;
    if (!(await this.note())) await onOwnChannel(model, (channel) => bindEvents(channel, this.names, this.wanted));
    const next = (): Promise<Removal | null> => this.records.nextUnwanted(new Date(Date.now() - this.unwantedAfterMs));
    for (let removal = await next(); removal !== null; removal = await next()) await this.remove(removal, model);
  }

  /** A process that dies in between leaves a record of it, and another does it again. */
  private async remove(removal: Removal, model: ChannelModel): Promise<void> {
    const { key } = removal;
    const isGone = await onOwnChannel(model, async (channel) => {
      await channel.unbindQueue(this.names.queue('events'), this.names.exchange('events'), key);
      const gone = await this.records.removed(removal);
      if (!gone) await bindEvents(channel, this.names, [key]);
      return gone;
    });
    if (isGone) this.logger.log(`No instance has wanted ${key} for ${this.unwantedAfterMs} ms: it is not bound any more.`);
  }
}
