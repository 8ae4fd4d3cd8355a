import { PATTERN_EXTRAS_METADATA, PATTERN_METADATA } from '@nestjs/microservices/constants.js';
import { getConnectionToken } from '@nestjs/mongoose';
import { MessageTransport } from '@sluice/messaging';
import { MongoTrail, Outbox, TenantSettings, Timers } from '@sluice/persistence';
import { Database, publicKeys, ServiceConfig, ServiceState } from '@sluice/service-host';
import { mongo } from 'mongoose';
import { SimulatedBrokerConnection, type Line } from '../bus/channel.js';
import { SimulatedConnection } from '../store/connection.js';
import { Container, type Parts } from './container.js';
import type { Effects } from './effects.js';

/** A service as it is deployed: what it is made of, and what stands in for the outside world. */
export interface Service {
  readonly name: string;
  readonly parts: Parts;
  readonly connectionToken: unknown;
  /** Providers that stand in for others, made for each process. */
  readonly outside: (process: ServiceProcess) => readonly (readonly [token: unknown, instead: unknown])[];
}

const config = (service: string): ServiceConfig => ({
  service, port: 0, mongodbUri: 'mongodb://simulated', amqpUrl: 'amqp://simulated', namespace: 'sim', sandbox: true, databaseEndAfterMs: 300_000, logLevel: 'silent', dataKeys: publicKeys(),
});

/** The database answers, or an answer is lost: the service never waits for it to come back. */
const usable = { usable: true, onChange: () => undefined, suspect: () => undefined, isToBlameFor: (error: unknown): boolean => error instanceof mongo.MongoNetworkError };

/** Nobody reads what was noted for the timeline. */
const noTrail = { note: () => undefined };

/** One run of a service's program, from its start until it is killed. What it keeps in memory goes with it. */
export class ServiceProcess {
  alive = true;
  readonly connection: SimulatedBrokerConnection;
  private readonly container: Container;

  constructor(readonly service: Service, readonly instance: number, readonly id: string, readonly effects: Effects) {
    this.connection = new SimulatedBrokerConnection(effects.broker, this.line(), id, (delayMs, work) => effects.soon(delayMs, this, work));
    const command = <T>(label: string, work: () => T): Promise<T> => effects.command(this, `${service.name} ${label}`, work);
    const overrides = new Map<unknown, unknown>([
      [ServiceConfig, config(service.name)], [getConnectionToken(), new SimulatedConnection(effects.store, service.name, command)], [Database, usable], [MongoTrail, noTrail],
      [service.connectionToken, this.connection], ...service.outside(this),
    ]);
    this.container = new Container(service.parts, overrides);
  }

  /** In the order of a real start, but for indexes, probes and what is only for the eyes of operators. */
  async start(): Promise<void> {
    const made = this.container.all();
    const transport = this.container.get(MessageTransport);
    for (const each of made) addHandlers(transport, each);
    for (const each of made) if (hasInit(each)) await each.onModuleInit();
    for (const prepare of this.container.get(ServiceState).preparations) await prepare();
    await transport.listen((error) => {
      if (error !== undefined) throw error as Error;
    });
    this.container.get(Outbox).start();
    this.container.get(Timers).start();
    this.container.get(ServiceState).started();
  }

  get isClient(): boolean {
    return this.service.name === 'gateway';
  }

  get<T>(token: abstract new (...given: never[]) => T): T {
    return this.container.get(token);
  }

  get settings(): TenantSettings {
    return this.container.get(TenantSettings);
  }

  private line(): Line {
    return {
      publish: (label, arrive, done) => this.effects.publish(this, `${this.service.name} ${label}`, arrive, done),
      send: (label, arrive) => this.effects.send(this, `${this.service.name} ${label}`, arrive),
      acknowledge: (label, arrive) => this.effects.acknowledge(this, `${this.service.name} ${label}`, arrive),
    };
  }
}

const hasInit = (each: object): each is { onModuleInit(): unknown } => 'onModuleInit' in each && typeof each.onModuleInit === 'function';

interface Handled {
  readonly pattern: string;
  readonly method: (message: unknown) => unknown;
  readonly extras: Record<string, unknown> | undefined;
}

const handled = new Map<object, readonly Handled[]>();

/** The decorated methods of a class: read once, and used for every process. */
function handledBy(prototype: object): readonly Handled[] {
  const known = handled.get(prototype);
  if (known !== undefined) return known;
  const found = Object.getOwnPropertyNames(prototype).flatMap((name): Handled[] => {
    const method = Object.getOwnPropertyDescriptor(prototype, name)?.value as unknown;
    if (typeof method !== 'function') return [];
    const patterns = (Reflect.getMetadata(PATTERN_METADATA, method) as readonly string[] | undefined) ?? [];
    const extras = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, method) as Record<string, unknown> | undefined;
    return patterns.map((pattern) => ({ pattern, extras, method: method as Handled['method'] }));
  });
  handled.set(prototype, found);
  return found;
}

/** Nest's way from a decorated method to the transport. */
function addHandlers(transport: MessageTransport, controller: object): void {
  for (const { pattern, method, extras } of handledBy(Object.getPrototypeOf(controller) as object)) {
    transport.addHandler(pattern, ((message: unknown) => Promise.resolve(method.call(controller, message))) as never, false, extras);
  }
}
