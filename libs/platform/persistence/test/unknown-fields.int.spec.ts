import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { newId } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { Repository, Outbox } from '@sluice/persistence';
import { z } from 'zod';
import { Tallies, TalliesModule } from './tallies.ts';

const boxSchema = z.object({
  count: z.int(), note: z.string().optional(), lid: z.object({ color: z.string() }).optional(),
  parts: z.array(z.object({ partId: z.string(), weight: z.int() })), byName: z.record(z.string(), z.object({ n: z.int() })).default({}),
});
type Box = z.infer<typeof boxSchema>;

class Boxes extends Repository<Box> {}

const cause = (): Cause => ({ id: newId(), tenantId: 'acme' });

describe('an instance that reads and writes what a newer one stored', () => {
  let service: TestService;
  let boxes: Boxes;

  beforeAll(async () => {
    service = await startTestService({ module: TalliesModule, service: 'tallies' });
    boxes = new (Boxes as unknown as new (...args: unknown[]) => Boxes)(service.app.get(Tallies).model, service.app.get(Outbox), { state: boxSchema });
  });
  afterAll(() => service.stop());

  const stored = async (id: string) => (await boxes.findDocuments({ _id: id }))[0] as unknown as Record<string, unknown>;
  const store = (id: string, fields: object) => boxes.model.collection.insertOne({ _id: id as never, tenantId: 'acme', version: 1, outbox: [], cause: {}, ...fields });

  it('leaves what it does not know as it is, in nested objects and in elements that move', async () => {
    await store('newer', {
      count: 1, seal: { by: 'newer' }, lid: { color: 'red', hinge: 'steel' },
      parts: [{ partId: 'a', weight: 1, origin: 'here' }, { partId: 'b', weight: 2, origin: 'there' }], byName: { x: { n: 1, m: 2 } },
    });
    for (const step of [1, 2]) {
      await boxes.change('newer', cause(), (current) => current && { state: { ...current.state, count: current.state.count + 1, lid: { color: `blue ${step}` }, byName: { x: { n: 9 } }, parts: [{ partId: 'b', weight: 5 }, { partId: 'c', weight: 7 }] } });
    }
    expect(await stored('newer')).toMatchObject({
      version: 3, count: 3, seal: { by: 'newer' }, lid: { color: 'blue 2', hinge: 'steel' },
      parts: [{ partId: 'b', weight: 5, origin: 'there' }, { partId: 'c', weight: 7 }], byName: { x: { n: 9, m: 2 } },
    });
    expect((await stored('newer'))['parts']).toEqual([{ partId: 'b', weight: 5, origin: 'there' }, { partId: 'c', weight: 7 }]);
  });

  it('still takes away what it knows and the new state does not have', async () => {
    await store('known', { count: 1, note: 'here', lid: { color: 'red' }, parts: [], seal: 1, byName: { x: { n: 1 }, y: { n: 2 } } });
    await boxes.change('known', cause(), () => ({ state: { count: 2, parts: [], byName: { y: { n: 2 } } } }));
    const { note, lid, seal, byName } = await stored('known');
    expect([note, lid, seal, byName]).toEqual([undefined, undefined, 1, { y: { n: 2 } }]);
  });
});
