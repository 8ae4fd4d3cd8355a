import { describe, expect, it } from '@jest/globals';
import type { AggregateModel } from './aggregate.document.js';
import { OutboxClearing } from './outbox.js';

/** A collection that does to each write what it is told next, and then takes it. */
function collectionThat(...failures: (() => never)[]): { model: AggregateModel; taken: string[] } {
  const taken: string[] = [];
  const bulkWrite = (updates: { updateOne: { filter: { _id: string } } }[]): Promise<void> => {
    failures.shift()?.();
    taken.push(...updates.map(({ updateOne }) => updateOne.filter._id));
    return Promise.resolve();
  };
  return { model: { modelName: 'tallies', collection: { bulkWrite } } as unknown as AggregateModel, taken };
}

describe('clearing what was sent', () => {
  it('goes on with what comes later after the driver has thrown at it', async () => {
    const { model, taken } = collectionThat(() => {
      throw new Error('Connection was force closed');
    });
    const clearing = new OutboxClearing();
    clearing.add(model, 'first', ['m-1']);
    await clearing.flush();
    clearing.add(model, 'second', ['m-2']);
    await clearing.flush();
    expect(taken).toEqual(['second']);
  });

  it('goes on after whoever listens has failed, and tells only who asked', async () => {
    const { model, taken } = collectionThat();
    const clearing = new OutboxClearing();
    let received = 0;
    clearing.watch(model, () => {
      received += 1;
      if (received === 1) throw new Error('not my day');
    });
    clearing.add(model, 'first', ['m-1']);
    await expect(clearing.flush()).rejects.toThrow('not my day');
    clearing.add(model, 'second', ['m-2']);
    await clearing.flush();
    expect(taken).toContain('second');
  });
});
