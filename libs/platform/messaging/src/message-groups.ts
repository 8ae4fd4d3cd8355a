import { newId } from '@sluice/kernel';
import { outsideOfWork } from '@sluice/telemetry';
import type { ConsumeMessage } from 'amqplib';
import { z } from 'zod';
import type { WireMessage } from './channels.js';
import { Unroutable } from './failures.js';
import { jsonIn, membersHeaders, tenantHeader } from './headers.js';
import type { OutboxEntry } from './outbox-entry.js';
import type { BrokerNames } from './topology.js';

/** An envelope like any other: an older instance tries it again later, as every type that it does not know, until a newer one has it. */
export const GROUP_TYPE = 'messaging.group';

/** Each message is read by whoever handles it: one that is wrong is no fault of the others. */
const groupSchema = z.object({ body: z.object({ messages: z.array(z.looseObject({ id: z.string(), type: z.string() })).min(1) }) });

/** One message of a group, to its handler and to whatever follows a failure a message of its own. */
class GroupMember implements ConsumeMessage {
  readonly fields: ConsumeMessage['fields'];
  readonly properties: ConsumeMessage['properties'];

  constructor(group: ConsumeMessage, readonly json: { readonly id: string; readonly type: string }) {
    this.fields = group.fields;
    this.properties = { ...group.properties, messageId: json.id, type: json.type, headers: membersHeaders(group) };
  }

  get content(): Buffer {
    return Buffer.from(JSON.stringify(this.json));
  }
}

/** The messages of a group; the message itself where it is none. */
export function membersOf(message: ConsumeMessage): readonly ConsumeMessage[] {
  if (message.properties.type !== GROUP_TYPE) return [message];
  const group = groupSchema.safeParse(jsonIn(message.content));
  return group.success ? group.data.body.messages.map((json) => new GroupMember(message, json)) : [message];
}

/** The value in a message's body, which was read already where it came in a group. */
export const jsonOf = (message: Pick<ConsumeMessage, 'content'>): unknown => (message instanceof GroupMember ? message.json : jsonIn(message.content));

/** Members keep each other waiting only while all of them are handled, so a group is about what is worked on at once. */
const MOST_IN_A_GROUP = 20;
const LONGEST_GROUP = 200_000;

/** An inbox that no instance takes groups for is tried again after that. */
const ALONE_FOR_MS = 30_000;

interface Waiting {
  readonly entry: OutboxEntry;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Those that go to one inbox for one tenant. */
interface Waitings {
  readonly routingKey: string;
  readonly tenantId: string;
  readonly members: Waiting[];
}

/**
 * What one tenant's work sends to one inbox in one turn of the program travels as one message. Nothing waits for company: what has
 * none in its turn goes alone, as does what is for a service none of whose instances takes groups yet.
 */
export class MessageGroups {
  private waiting = new Map<string, Waitings>();
  private readonly aloneUntil = new Map<string, number>();

  constructor(private readonly names: BrokerNames, private readonly deliver: (message: WireMessage) => Promise<void>, private readonly wireMessage: (entry: OutboxEntry) => WireMessage) {}

  /** Resolves when the broker has confirmed it, alone or with others. @throws as the delivery of a single message does */
  send(entry: OutboxEntry): Promise<void> {
    const routingKey = inboxOf(entry);
    if (routingKey === null || entry.tenantId === undefined || Date.now() < (this.aloneUntil.get(routingKey) ?? 0)) return this.deliver(this.wireMessage(entry));
    const { tenantId } = entry;
    return new Promise((resolve, reject) => {
      if (this.waiting.size === 0) outsideOfWork(() => setImmediate(() => this.sendAll()));
      const key = `${routingKey} ${tenantId}`;
      const waitings = this.waiting.get(key) ?? { routingKey, tenantId, members: [] };
      waitings.members.push({ entry, resolve, reject });
      this.waiting.set(key, waitings);
    });
  }

  private sendAll(): void {
    const all = [...this.waiting.values()];
    this.waiting = new Map();
    for (const { members, ...to } of all) for (const group of inGroups(members)) this.sendGroup(to, group);
  }

  private sendGroup(to: Omit<Waitings, 'members'>, members: readonly Waiting[]): void {
    if (members.length === 1) return this.sendAlone(members);
    this.deliver(this.groupOf(to, members)).then(
      () => members.forEach(({ resolve }) => resolve()),
      (error: unknown) => {
        if (!(error instanceof Unroutable)) return members.forEach(({ reject }) => reject(error));
        this.aloneUntil.set(to.routingKey, Date.now() + ALONE_FOR_MS);
        this.sendAlone(members);
      },
    );
  }

  private sendAlone(members: readonly Waiting[]): void {
    for (const { entry, resolve, reject } of members) this.deliver(this.wireMessage(entry)).then(resolve, reject);
  }

  private groupOf({ routingKey, tenantId }: Omit<Waitings, 'members'>, members: readonly Waiting[]): WireMessage {
    const id = newId();
    const envelope = JSON.stringify({ id, type: GROUP_TYPE, version: 1, tenantId, causationId: id, occurredAt: new Date().toISOString() });
    const messages = members.map(({ entry }) => entry.content).join(',');
    return {
      exchange: this.names.groups,
      routingKey,
      content: Buffer.from(`${envelope.slice(0, -1)},"body":{"messages":[${messages}]}}`),
      options: { messageId: id, type: GROUP_TYPE, persistent: true, mandatory: true, contentType: 'application/json', headers: tenantHeader(tenantId) },
    };
  }
}

/** Commands and answers go to the one inbox that the first word of their key names; null for what goes elsewhere. */
function inboxOf({ exchange, routingKey }: OutboxEntry): string | null {
  return exchange === 'commands' || exchange === 'answers' ? `${routingKey.slice(0, routingKey.indexOf('.'))}.${exchange}` : null;
}

function inGroups(members: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  let length = Infinity;
  for (const member of members) {
    const last = groups.at(-1);
    length += member.entry.content.length;
    if (last !== undefined && last.length < MOST_IN_A_GROUP && length <= LONGEST_GROUP) last.push(member);
    else {
      groups.push([member]);
      length = member.entry.content.length;
    }
  }
  return groups;
}
