import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { monitoredUri, startTestService, until, type TestService } from '@sluice/builders';
import { send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { Publisher, toEntries, Unroutable, type Cause, type OutboxEntry } from '@sluice/messaging';
import { Outbox } from '@sluice/persistence';
import { register } from 'prom-client';
import { commandsOf } from './database-commands.ts';
import { counted, Tallies, TalliesModule } from './tallies.ts';

const cause = (): Cause => ({ id: newId(), tenantId: 'acme', replyTo: 'tester' });

describe('the sweeper, while hundreds of messages cannot be sent', () => {
  let service: TestService;
  let tallies: Tallies;
  const attempts = new Map<string, number>();

  beforeAll(async () => {
    service = await startTestService({ module: TalliesModule, service: 'tallies', mongodbUri: monitoredUri() });
    tallies = service.app.get(Tallies);
    const publisher = service.app.get(Publisher);
    const settle = publisher.settle.bind(publisher);
    const isHopeless = ({ content }: OutboxEntry): boolean => content.includes('hopeless');
    publisher.settle = async (entries) => {
      for (const { id } of entries.filter(isHopeless)) attempts.set(id, (attempts.get(id) ?? 0) + 1);
      return Promise.all(entries.map(async (entry) => (isHopeless(entry) ? { status: 'rejected' as const, reason: new Unroutable('No queue is bound.') } : (await settle([entry]))[0] as PromiseSettledResult<void>)));
    };
  });
  afterAll(() => service.stop());

  const left = (id: string, count: string, ageMs: number) => {
    const outbox = toEntries([send(counted, { tallyId: id, count })], cause(), 'tallies', new Date(Date.now() - ageMs), { aggregate: id, version: 1 });
    return { _id: id as never, tenantId: 'acme', version: 1, outbox, cause: {}, count: '1' };
  };

  it('sends what is behind them, tells the age of the oldest, and tries each of them seldom', async () => {
    await tallies.model.collection.insertMany(Array.from({ length: 450 }, (_, index) => left(`hopeless-${index}`, 'hopeless', 600_000)));
    await tallies.model.collection.insertMany(Array.from({ length: 5 }, (_, index) => left(`behind-${index}`, `behind-${index}`, 10_000)));
    for (let sweep = 0; sweep < 4; sweep += 1) await service.app.get(Outbox).sweep();
    const received = new Set<string>();
    while (received.size < 5) received.add((await service.next(counted)).body.count);
    expect([...received].sort()).toEqual([0, 1, 2, 3, 4].map((index) => `behind-${index}`));
    await until('all have been tried', () => attempts.size === 450);
    const metrics = await register.metrics();
    expect(Number(/sluice_outbox_oldest_seconds\{service="tallies"\} (\S+)/.exec(metrics)?.[1])).toBeGreaterThanOrEqual(600);
    expect(Number(/sluice_outbox_waiting\{service="tallies"\} (\S+)/.exec(metrics)?.[1])).toBe(450);
    const tries = [...attempts.values()].reduce((sum, one) => sum + one, 0);
    for (let sweep = 0; sweep < 5; sweep += 1) await service.app.get(Outbox).sweep();
    expect([...attempts.values()].reduce((sum, one) => sum + one, 0) - tries).toBeLessThan(5 * 450);
    await tallies.model.collection.deleteMany({});
  });

  it('joins a sweep that is under way instead of waiting behind it', async () => {
    const commands = commandsOf(tallies as never);
    await Promise.all(Array.from({ length: 50 }, () => service.app.get(Outbox).sweep()));
    expect(commands.filter((command) => command === 'find tallies').length).toBeLessThanOrEqual(3);
  });
});
