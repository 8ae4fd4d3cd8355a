import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { caseClosed, cleared, closeCase, refused, screen, setLimits } from '@sluice/contract-compliance';
import { newId } from '@sluice/kernel';
import { Cases } from '../src/cases/cases.repository.js';
import { ComplianceModule } from '../src/compliance.module.js';
import { LimitUsages } from '../src/limits/limit-usage.process.js';
import { LimitCounters } from '../src/limits/limits.repository.js';

/** Breaks off right after its work, as a process that dies before the case knows of it. */
class BreakingReservations extends LimitUsages {
  breaks = 0;

  override async take(...ask: Parameters<LimitUsages['take']>): ReturnType<LimitUsages['take']> {
    const refusal = await super.take(...ask);
    this.breakOff();
    return refusal;
  }

  override async giveBack(...ask: Parameters<LimitUsages['giveBack']>): Promise<void> {
    await super.giveBack(...ask);
    this.breakOff();
  }

  private breakOff(): void {
    this.breaks -= 1;
    if (this.breaks >= 0) throw new Error('Broken off.');
  }
}

let service: TestService;
let reservations: BreakingReservations;
beforeEach(async () => {
  service = await startTestService({ module: ComplianceModule, service: 'compliance' });
  reservations = new BreakingReservations(service.app.get(LimitCounters));
  const real = service.app.get(LimitUsages);
  real.take = (...ask) => reservations.take(...ask);
  real.giveBack = (...ask) => reservations.giveBack(...ask);
  await service.requests.request(setLimits, { limits: [{ scope: 'tenant', currency: 'USD', countPerDay: 1 }, { scope: 'account', currency: 'USD', countPerDay: 1 }], revision: 1 }, { tenantId: 'acme' });
});
afterEach(() => service.stop());

const ask = (withdrawalId: string): Promise<string> => service.publish(screen, { ...screen.sample, stage: 'in-review' }, { withdrawalId });
const held = async () => (await service.app.get(LimitCounters).findWhere({})).flatMap(({ state }) => state.days.map(({ count }) => count));
const statusOf = async (withdrawalId: string) => (await service.app.get(Cases).find(withdrawalId))?.state.reservation?.status;

describe('a count that breaks off before the case knows of it', () => {
  it('is taken up again, and counts once', async () => {
    reservations.breaks = 1;
    const withdrawalId = newId();
    await ask(withdrawalId);
    expect(await service.next(cleared)).toMatchObject({ withdrawalId });
    expect(reservations.breaks).toBe(-1);
    expect(await held()).toEqual([1, 1]);
    await ask(newId());
    expect(await service.next(refused)).toMatchObject({ body: { reason: 'velocity_exceeded' } });
  });

  it('leaves nothing behind when the withdrawal is given up meanwhile', async () => {
    reservations.breaks = 1;
    const withdrawalId = newId();
    await ask(withdrawalId);
    await until('it has broken off', () => reservations.breaks === 0);
    await service.publish(closeCase, {}, { withdrawalId });
    await service.next(caseClosed);
    await until('it was given back', async () => (await statusOf(withdrawalId)) === 'given-back');
    expect(await held()).toEqual([]);
    expect(service.seen(cleared)).toEqual([]);
  });
});

describe('a giving back that breaks off', () => {
  it('is taken up again, and gives back once', async () => {
    const [first, second] = [newId(), newId()];
    await ask(first);
    await service.next(cleared);
    reservations.breaks = 1;
    await service.publish(closeCase, {}, { withdrawalId: first });
    await until('it has broken off', () => reservations.breaks === 0);
    await ask(second);
    expect(await service.next(cleared)).toMatchObject({ withdrawalId: second });
    await until('it was given back', async () => (await statusOf(first)) === 'given-back');
    expect(await held()).toEqual([1, 1]);
  });
});
