import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { bridge, bridged, bridgeFailed, recallBridge } from '@sluice/contract-bridging';
import { newId } from '@sluice/kernel';
import { Transfers } from '../src/adapters/transfers.store.js';
import { BridgingModule } from '../src/bridging.module.js';

let service: TestService;
beforeAll(async () => void (service = await startTestService({ module: BridgingModule, service: 'bridging' })));
afterAll(() => service.stop());

const carry = (withdrawalId: string, about: Partial<typeof bridge.sample> = {}, context: { tenantId?: string; id?: string } = {}) =>
  service.publish(bridge, { ...bridge.sample, ...about }, { withdrawalId, ...context });
const recall = (withdrawalId: string) => service.publish(recallBridge, {}, { withdrawalId });

describe('without a bridge', () => {
  it('carrying fails once, and is answered the same for good', async () => {
    const withdrawalId = newId();
    const id = newId();
    await carry(withdrawalId, {}, { id });
    await carry(withdrawalId, {}, { id });
    await carry(withdrawalId);
    await recall(withdrawalId);
    const answers = [await service.next(bridgeFailed), await service.next(bridgeFailed), await service.next(bridgeFailed), await service.next(bridgeFailed)];
    expect(answers).toMatchObject(Array(4).fill({ withdrawalId, body: { reason: 'no_route' } }));
    expect(answers[1]?.id).toBe(answers[0]?.id);
    expect(await service.app.get(Transfers).find(withdrawalId)).toMatchObject({ version: 1 });
  });

  it('a recall overtakes the carrying it takes back', async () => {
    const withdrawalId = newId();
    await recall(withdrawalId);
    await carry(withdrawalId);
    expect([await service.next(bridgeFailed), await service.next(bridgeFailed)]).toMatchObject(Array(2).fill({ withdrawalId, body: { reason: 'recalled' } }));
  });

  it('another question in the same name, or by another tenant, gets no answer', async () => {
    const withdrawalId = newId();
    await carry(withdrawalId);
    await service.next(bridgeFailed);
    await carry(withdrawalId, { toChain: 'base' });
    await carry(withdrawalId, {}, { tenantId: 'globex' });
    await recall(withdrawalId);
    expect(await service.next(bridgeFailed)).toMatchObject({ withdrawalId, tenantId: 'acme' });
    expect([...service.seen(bridgeFailed), ...service.seen(bridged)]).toEqual([]);
  });
});
