import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { startTestService, until, type TestService } from '@sluice/builders';
import { contractOf, trailRequests, type Envelope, type TrailRowView } from '@sluice/contract-kit';
import { OnMessage, Park } from '@sluice/messaging';
import { ServiceModule } from '@sluice/service-host';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';

const walker = contractOf('walker');
const body = z.object({ mood: z.enum(['fine', 'tired', 'lost']) });
const walked = walker.answer('path-walked', z.object({}), {});
const walk = walker.command('walk-path', { body, sample: { mood: 'fine' }, answers: [walked] });
const { list } = trailRequests('walker');

let tries = 0;

@Controller()
class WalkController {
  @OnMessage(walk)
  async walk({ body: { mood } }: Envelope<z.infer<typeof body>>): Promise<void> {
    if (mood === 'lost') throw new Park('the walker is lost');
    if (mood === 'tired' && (tries += 1) === 1) throw new Error('tired');
    await providerCall('map.find', async () => ({ key: 'a secret', word: 'found' }), ({ word }) => word);
  }
}

@Module({ imports: [ServiceModule.forRoot({ service: 'walker' })], controllers: [WalkController] })
class WalkerModule {}

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ module: WalkerModule, service: 'walker', retryDelaysMs: [10] });
});
afterAll(() => service.stop());

const rows = async (withdrawalId: string, tenantId = 'acme', limit = 100): Promise<TrailRowView[]> => (await service.requests.request(list, { withdrawalId, limit }, { tenantId })).rows;
const outcomes = async (withdrawalId: string): Promise<string[]> => (await rows(withdrawalId)).map(({ kind, name, outcome, attempt }) => `${kind} ${name} ${outcome} ${attempt}`);

async function sent(mood: z.infer<typeof body>['mood'], withdrawalId: string, ending: string): Promise<string[]> {
  await service.publish(walk, { mood }, { withdrawalId });
  await until('the message is dealt with', async () => (await outcomes(withdrawalId)).some((row) => row.includes(ending)));
  return outcomes(withdrawalId);
}

describe('the trail of a service', () => {
  it('holds what was handled and whom was called for it, in one trace', async () => {
    expect(await sent('fine', 'w1', 'done')).toEqual(['provider-call map.find found 1', 'message walker.walk-path done 1']);
    const [call, message] = await rows('w1');
    expect(call?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(message?.traceId ?? call?.traceId).toBe(call?.traceId);
  });

  it('counts the attempts, and says why one failed', async () => {
    expect(await sent('tired', 'w2', 'done')).toEqual(['message walker.walk-path retried 1', 'provider-call map.find found 1', 'message walker.walk-path done 2']);
    expect((await rows('w2'))[0]?.detail).toBe('Error: tired');
  });

  it('says that a message was parked', async () => {
    expect(await sent('lost', 'w3', 'parked')).toEqual(['message walker.walk-path parked 1']);
  });

  it('never holds what was said', async () => {
    await sent('fine', 'w4', 'done');
    expect(JSON.stringify(await rows('w4'))).not.toMatch(/secret|mood/);
  });

  it('is cut where it is told to, and says so', async () => {
    await sent('fine', 'w5', 'done');
    expect(await service.requests.request(list, { withdrawalId: 'w5', limit: 1 }, { tenantId: 'acme' })).toMatchObject({ rows: [{ name: 'map.find' }], more: true });
  });

  it('is each tenant’s own', async () => {
    await sent('fine', 'w6', 'done');
    expect(await rows('w6', 'globex')).toEqual([]);
  });

  it('knows nothing of a withdrawal that never came', async () => {
    expect(await rows('w7')).toEqual([]);
  });
});
