import { describe, expect, it } from '@jest/globals';
import type { ConsumeMessage } from 'amqplib';
import type { WireMessage } from './channels.js';
import { NotConfirmed, Unroutable } from './failures.js';
import { pastOf, tenantOf } from './headers.js';
import { GROUP_TYPE, jsonOf, membersOf, MessageGroups } from './message-groups.js';
import type { OutboxEntry } from './outbox-entry.js';
import { BrokerNames } from './topology.js';

const names = new BrokerNames('ns', 'intake');

const entryOf = (id: string, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id, exchange: 'commands', routingKey: 'ledger.place-hold', mandatory: true, type: 'ledger.place-hold', tenantId: 'acme', at: new Date(0),
  content: JSON.stringify({ id, type: 'ledger.place-hold', version: 1, tenantId: 'acme', causationId: 'c', occurredAt: '2026-01-15T10:30:00.000Z', body: { text: 'é' }, later: 1 }),
  ...more,
});

class Broker {
  readonly sent: WireMessage[] = [];
  refuses: (message: WireMessage) => Error | null = () => null;

  readonly groups = new MessageGroups(names, (message) => this.take(message), (entry) => ({
    exchange: names.exchange('commands'), routingKey: entry.routingKey, content: Buffer.from(entry.content), options: { messageId: entry.id, type: entry.type },
  }));

  private take(message: WireMessage): Promise<void> {
    this.sent.push(message);
    const error = this.refuses(message);
    return error === null ? Promise.resolve() : Promise.reject(error);
  }

  sendAll(entries: readonly OutboxEntry[]): Promise<PromiseSettledResult<void>[]> {
    return Promise.allSettled(entries.map((entry) => this.groups.send(entry)));
  }
}

const received = ({ content, options }: WireMessage, headers: Record<string, unknown> = {}): ConsumeMessage => ({
  content, fields: {} as never, properties: { ...options, headers: { ...(options.headers as object), ...headers } } as never,
});

describe('messages that are sent in one turn of the program', () => {
  it('to one inbox for one tenant are one', async () => {
    const broker = new Broker();
    await broker.sendAll([entryOf('a'), entryOf('b'), entryOf('c', { type: 'ledger.post-hold', routingKey: 'ledger.post-hold' })]);
    expect(broker.sent.map(({ exchange, routingKey }) => [exchange, routingKey])).toEqual([['ns.groups', 'ledger.commands']]);
    expect(membersOf(received(broker.sent[0] as WireMessage)).map(({ properties }) => properties.messageId as string)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['to two services', entryOf('b', { routingKey: 'payout.deliver' })],
    ['of two tenants', entryOf('b', { tenantId: 'globex' })],
    ['of two kinds', entryOf('b', { exchange: 'answers', routingKey: 'ledger.bridging.done' })],
    ['of which one is an event, which has no inbox', entryOf('b', { exchange: 'events' })],
    ['of which one is a reply', entryOf('b', { exchange: 'reply', tenantId: undefined })],
  ])('%s go alone', async (_, other) => {
    const broker = new Broker();
    await broker.sendAll([entryOf('a'), other]);
    expect(broker.sent.map(({ options }) => options.messageId).sort()).toEqual(['a', 'b']);
  });

  it('are not more in one than are worked on at once, and none is left out', async () => {
    const broker = new Broker();
    await broker.sendAll(Array.from({ length: 45 }, (_, index) => entryOf(String(index))));
    const groups = broker.sent.map((message) => membersOf(received(message)).length);
    expect(groups).toEqual([20, 20, 5]);
  });

  it('are several when they are long', async () => {
    const broker = new Broker();
    const text = JSON.stringify('x'.repeat(90_000));
    await broker.sendAll(['a', 'b', 'c'].map((id) => entryOf(id, { content: text })));
    expect(broker.sent).toHaveLength(2);
  });

  it('all fail when the broker does not confirm the group', async () => {
    const broker = new Broker();
    broker.refuses = () => new NotConfirmed('silent');
    const results = await broker.sendAll([entryOf('a'), entryOf('b')]);
    expect(results.map((result) => result.status === 'rejected' && result.reason instanceof NotConfirmed)).toEqual([true, true]);
    expect(broker.sent).toHaveLength(1);
  });
});

describe('an inbox that nobody takes groups for', () => {
  const withoutGroups = (): Broker => {
    const broker = new Broker();
    broker.refuses = ({ exchange }) => (exchange === names.groups ? new Unroutable('not bound') : null);
    return broker;
  };

  it('is sent each message alone, and no group for a while', async () => {
    const broker = withoutGroups();
    const results = [...(await broker.sendAll([entryOf('a'), entryOf('b')])), ...(await broker.sendAll([entryOf('c'), entryOf('d')]))];
    expect(results.every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(broker.sent.map(({ options }) => options.type)).toEqual([GROUP_TYPE, ...Array<string>(4).fill('ledger.place-hold')]);
  });

  it('fails what cannot be sent alone either, and only that', async () => {
    const broker = withoutGroups();
    const refuses = broker.refuses;
    broker.refuses = (message) => (message.options.messageId === 'b' ? new Unroutable('not bound') : refuses(message));
    const results = await broker.sendAll([entryOf('a'), entryOf('b')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a message of a group', () => {
  const groupOf = async (headers: Record<string, unknown> = {}): Promise<readonly ConsumeMessage[]> => {
    const broker = new Broker();
    await broker.sendAll([entryOf('a'), entryOf('b')]);
    return membersOf(received(broker.sent[0] as WireMessage, headers));
  };

  it('is what it would be alone, with fields that only a newer version knows', async () => {
    const [member] = await groupOf();
    expect(member?.properties).toMatchObject({ messageId: 'a', type: 'ledger.place-hold' });
    expect(tenantOf(member as ConsumeMessage)).toBe('acme');
    expect(jsonOf(member as ConsumeMessage)).toEqual(JSON.parse(entryOf('a').content));
    expect(JSON.parse(String(member?.content))).toEqual(JSON.parse(entryOf('a').content));
  });

  it('is told how often the group came back, and nothing of what the group waited for', async () => {
    const [member] = await groupOf({ 'x-delivery-count': 2, 'x-sluice-failures': 3, 'x-sluice-waiting-for': 'unknown', 'x-sluice-waiting-since': 1 });
    expect(pastOf(member as ConsumeMessage)).toMatchObject({ returns: 2, failures: 0, waiting: null });
  });

  it.each(['{', '{}', JSON.stringify({ body: { messages: [] } })])('is the whole message when the group cannot be read: %s', (text) => {
    const message = received({ exchange: '', routingKey: '', content: Buffer.from(text), options: { messageId: 'g', type: GROUP_TYPE } });
    expect(membersOf(message)).toEqual([message]);
  });
});
