import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { MongoTrail } from '@sluice/persistence';
import type { TrailRow } from '@sluice/telemetry';
import { TalliesModule } from './tallies.ts';

const rowAt = (second: number, more: Partial<TrailRow> = {}): TrailRow => ({
  at: new Date(Date.UTC(2026, 0, 15, 10, 0, second)), tenantId: 'acme', withdrawalId: 'w', kind: 'message', name: `step-${second}`, outcome: 'done', attempt: 1, ...more,
});

describe('the trail', () => {
  let service: TestService;
  let trail: MongoTrail;

  beforeAll(async () => {
    service = await startTestService({ module: TalliesModule, service: 'tallies', hear: false });
    trail = service.app.get(MongoTrail);
  });
  afterAll(() => service.stop());

  const names = async (limit = 100, from?: Date, tenantId = 'acme'): Promise<string[]> => (await trail.list(tenantId, 'w', limit, from)).map(({ name }) => name);

  it('is read row by row in the order of time, however it was written', async () => {
    for (const second of [1, 4, 2]) trail.note(rowAt(second));
    trail.note(rowAt(3, { withdrawalId: 'other' }));
    expect(await names()).toEqual(['step-1', 'step-2', 'step-4']);
    trail.note(rowAt(3));
    expect(await names()).toEqual(['step-1', 'step-2', 'step-3', 'step-4']);
    const documents = await service.app.get(MongoTrail)['collection'].countDocuments({ withdrawalId: 'w' });
    expect(documents).toBe(2);
  });

  it('is read from a time on and so many rows at most, also out of the middle of what was written together', async () => {
    expect(await names(100, rowAt(2).at)).toEqual(['step-2', 'step-3', 'step-4']);
    expect(await names(2, rowAt(2).at)).toEqual(['step-2', 'step-3']);
    expect(await names(100, rowAt(5).at)).toEqual([]);
  });

  it('is none of another tenant\'s', async () => {
    trail.note(rowAt(9, { tenantId: 'globex' }));
    expect(await names(100, undefined, 'globex')).toEqual(['step-9']);
    expect(await names()).toHaveLength(4);
  });

  it('shows what an older version wrote, a document for each row', async () => {
    await service.app.get(MongoTrail)['collection'].insertOne(rowAt(6) as never);
    expect(await names(100, rowAt(4).at)).toEqual(['step-4', 'step-6']);
  });
});
