import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { Publisher, type Cause } from '@sluice/messaging';
import { counted, Tallies, TalliesModule, tally } from './tallies.ts';

const causeOf = (id = newId()): Cause => ({ id, tenantId: 'acme', replyTo: 'tester' });
const answer = (tallyId: string, count: string) => send(counted, { tallyId, count });

describe('the ids of messages', () => {
  let service: TestService;
  let tallies: Tallies;

  beforeAll(async () => {
    service = await startTestService({ module: TalliesModule, service: 'tallies' });
    tallies = service.app.get(Tallies);
  });
  afterAll(() => service.stop());

  const next = async (): Promise<[string, string]> => {
    const { id, body } = await service.next(counted);
    return [id, body.count];
  };

  it('differ when one cause changes a document twice, and both messages are sent', async () => {
    const cause = causeOf();
    await tallies.change('twice', cause, () => ({ state: tally(1n), send: [answer('twice', 'first')] }));
    await tallies.change('twice', cause, () => ({ state: tally(2n), send: [answer('twice', 'second')] }));
    const [[first, one], [second, two]] = [await next(), await next()];
    expect([one, two]).toEqual(['first', 'second']);
    expect(first).not.toBe(second);
  });

  it('differ when one cause changes two documents', async () => {
    const cause = causeOf();
    for (const id of ['left', 'right']) await tallies.change(id, cause, () => ({ state: tally(1n), send: [answer(id, id)] }));
    const [[left], [right]] = [await next(), await next()];
    expect(left).not.toBe(right);
  });

  it('differ when the same kind of document has another collection\'s id and version', async () => {
    const cause = causeOf();
    await tallies.change('place', cause, () => ({ state: tally(1n), send: [answer('place', '1'), answer('place', '2')] }));
    const [[first], [second]] = [await next(), await next()];
    expect(first).not.toBe(second);
  });

  it('are those of the first time when a command that comes again is answered again, also after other changes', async () => {
    const cause = causeOf();
    const decide = (current: unknown) => (current === null ? { state: tally(1n), send: [answer('again', 'made')] } : { send: [answer('again', 'made')] });
    await tallies.change('again', cause, decide);
    await tallies.change('again', cause, decide);
    await tallies.change('again', causeOf(), () => ({ state: tally(2n) }));
    await tallies.change('again', cause, decide);
    const ids = [await next(), await next(), await next()].map(([id]) => id);
    expect(new Set(ids).size).toBe(1);
  });

  it('are others for another command that is answered without a change', async () => {
    await tallies.change('answered', causeOf(), () => ({ state: tally(1n), send: [answer('answered', 'made')] }));
    const [made] = await next();
    await tallies.change('answered', causeOf(), () => ({ send: [answer('answered', 'asked')] }));
    const [asked] = await next();
    expect(asked).not.toBe(made);
  });

  it('never let a clearing take out a message that was not sent', async () => {
    const publisher = service.app.get(Publisher);
    const settle = publisher.settle.bind(publisher);
    publisher.settle = (entries) => (entries.some(({ content }) => content.includes('first-of-all')) ? Promise.resolve(entries.map(() => ({ status: 'rejected', reason: 'No.' }))) : settle(entries));
    const cause = causeOf();
    for (const [index, count] of ['first-of-all', 'second', 'third'].entries()) {
      await tallies.change('uncleared', cause, () => ({ state: tally(BigInt(index)), send: [answer('uncleared', count)] }));
    }
    expect([await next(), await next()].map(([, count]) => count)).toEqual(['second', 'third']);
    const waiting = async () => ((await tallies.findDocuments({ _id: 'uncleared' }))[0]?.outbox ?? []).map(({ content }) => (JSON.parse(content) as { body: { count: string } }).body.count);
    await until('what was sent is cleared', async () => (await waiting()).length < 2);
    expect(await waiting()).toEqual(['first-of-all']);
    publisher.settle = settle;
    expect((await next())[1]).toBe('first-of-all');
  });
});
