import { describe, expect, it } from '@jest/globals';
import { contractOf, send } from '@sluice/contract-kit';
import { z } from 'zod';
import { type Cause, type MessageSource, toEntries } from './outbox-entry.js';

const shop = contractOf('shop');
const sold = shop.answer('thing-sold', z.object({ thing: z.string() }), { thing: 'a' });
const sell = shop.command('sell-thing', { body: z.object({ thing: z.string() }), sample: { thing: 'a' }, answers: [sold] });
const opened = shop.event('shop-opened', z.object({}), {});

const at = new Date('2026-01-02T03:04:05Z');
const cause: Cause = { id: 'cause', tenantId: 'acme', withdrawalId: 'w-1', replyTo: 'buyer' };
const source: MessageSource = { aggregate: 'things a', version: 3 };
const entries = (...sent: Parameters<typeof toEntries>[0]) => toEntries(sent, cause, 'shop', at, source);
const envelopeOf = (content: string | undefined): unknown => JSON.parse(content ?? '');

describe('what is sent because of a cause', () => {
  it('has ids that follow from its source, the type and the position', () => {
    const twice = [1, 2].map(() => entries(send(opened, {}), send(opened, {}), send(sell, { thing: 'a' })).map(({ id }) => id));
    expect(twice[0]).toEqual(twice[1]);
    expect(new Set(twice[0]).size).toBe(3);
  });

  it.each<[string, MessageSource, string]>([
    ['another aggregate', { ...source, aggregate: 'things b' }, 'shop'],
    ['another version', { ...source, version: 4 }, 'shop'],
    ['a cause that asked for it without a change', { ...source, causeId: 'cause' }, 'shop'],
    ['another service', source, 'market'],
  ])('has another id for %s, though the cause is the same', (_what, other, service) => {
    const [one, two] = [entries(send(opened, {})), toEntries([send(opened, {})], cause, service, at, other)].map(([entry]) => entry?.id);
    expect(one).not.toBe(two);
  });

  it('keeps the id of one message when another type is sent beside it', () => {
    const [alone] = entries(send(sell, { thing: 'a' }));
    const [, beside] = entries(send(opened, {}), send(sell, { thing: 'a' }));
    expect(beside?.id).toBe(alone?.id);
  });

  it('is routed by its type, but an answer by who asked', () => {
    const routes = entries(send(sell, { thing: 'a' }), send(sold, { thing: 'a' }), send(opened, {})).map(({ exchange, routingKey }) => [exchange, routingKey]);
    expect(routes).toEqual([['commands', 'shop.sell-thing'], ['answers', 'buyer.shop.thing-sold'], ['events', 'shop.shop-opened']]);
  });

  it('carries tenant, withdrawal and cause in its envelope, and in a command where the answer goes', () => {
    const [command, answer] = entries(send(sell, { thing: 'a' }), send(sold, { thing: 'a' }));
    expect(envelopeOf(command?.content)).toMatchObject({ tenantId: 'acme', withdrawalId: 'w-1', causationId: 'cause', replyTo: 'shop', occurredAt: '2026-01-02T03:04:05.000Z' });
    expect(envelopeOf(answer?.content)).not.toHaveProperty('replyTo');
  });

  it('goes to another address when told', () => {
    const [answer] = entries(send(sold, { thing: 'a' }, { replyTo: 'other', withdrawalId: 'w-2' }));
    expect(answer?.routingKey).toBe('other.shop.thing-sold');
    expect(envelopeOf(answer?.content)).toMatchObject({ withdrawalId: 'w-2' });
  });

  it('leaves out what the contract does not name', () => {
    const [command] = entries(send(sell, { thing: 'a', secret: 's' } as { thing: string }));
    expect(command?.content).not.toContain('secret');
  });

  it('is refused whole when one body breaks its contract', () => {
    expect(() => entries(send(opened, {}), send(sell, {} as { thing: string }))).toThrow(z.ZodError);
  });

  it('is refused when an answer has no destination', () => {
    expect(() => toEntries([send(sold, { thing: 'a' })], { id: 'c', tenantId: 'acme' }, 'shop', at, source)).toThrow('no destination');
  });

  it('is a reply or a refusal, straight to the queue of who asked, when it was deferred', () => {
    const replyAddress = { queue: 'q', correlationId: '7' };
    const [reply, refusal] = entries({ replyAddress, reply: { ok: true } }, { replyAddress, refusal: { code: 'not_found', message: 'No.', details: [] } });
    expect(reply).toMatchObject({ exchange: 'reply', routingKey: 'q', correlationId: '7', mandatory: false });
    expect([envelopeOf(reply?.content), envelopeOf(refusal?.content)]).toEqual([
      { outcome: 'replied', reply: { ok: true } }, { outcome: 'refused', code: 'not_found', message: 'No.', details: [] },
    ]);
  });
});
