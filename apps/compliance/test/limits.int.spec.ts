import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { caseClosed, cleared, closeCase, documentsRequired, getLimits, refused, screen, setLimits, setRules } from '@sluice/contract-compliance';
import { applyTenantSettings } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { TenantSettings } from '@sluice/persistence';
import type { z } from 'zod';
import { Cases } from '../src/cases/cases.repository.js';
import { ComplianceModule } from '../src/compliance.module.js';
import { LimitCounters } from '../src/limits/limits.repository.js';
import { initialRules } from '../src/rules/rules.js';

let service: TestService;
let second: TestService;
beforeAll(async () => {
  service = await startTestService({ module: ComplianceModule, service: 'compliance' });
  second = await startTestService({ module: ComplianceModule, service: 'compliance', namespace: service.namespace });
});
afterAll(async () => {
  await second.stopOnly();
  await second.probe.close();
  await service.stop();
});

type Limits = z.input<typeof setLimits.body>['limits'];
type Screened = Partial<(typeof screen)['sample']>;
let tenants = 0;

/** Every test has a tenant of its own, so that none finds another's counters. */
async function tenantWith(limits: Limits): Promise<string> {
  const tenantId = `t${(tenants += 1)}`;
  await service.requests.request(setLimits, { limits, revision: 1 }, { tenantId });
  return tenantId;
}
const ask = (tenantId: string, about: Screened = {}, withdrawalId = newId(), id = newId()): Promise<string> =>
  service.publish(screen, { ...screen.sample, stage: 'in-review', amount: { currency: 'USD', units: '1000' }, ...about }, { withdrawalId, tenantId, id });
const close = async (tenantId: string, withdrawalId: string): Promise<void> => {
  await service.publish(closeCase, {}, { withdrawalId, tenantId });
  await service.next(caseClosed);
};
/** Other tests leave answers behind that they do not listen to. */
async function answerTo<C extends typeof cleared | typeof refused>(withdrawalId: string, contract: C) {
  for (;;) {
    const answer = await service.next(contract);
    if (answer.withdrawalId === withdrawalId) return answer;
  }
}

/** Both instances know of it: each looks for itself. */
async function advance(tenantId: string, days: number): Promise<void> {
  const settings = { revision: days, clockOffsetMs: days * 86_400_000, pace: 'instant' } as const;
  await service.requests.request(applyTenantSettings('compliance'), settings, { tenantId });
  for (const { app } of [service, second]) await until('the clock has moved', async () => (await app.get(TenantSettings).read(tenantId)).clockOffsetMs === settings.clockOffsetMs);
}

/** What the next judgement in review says, in a word. */
async function judgedIn(tenantId: string, about: Screened = {}, withdrawalId = newId()): Promise<string> {
  await ask(tenantId, about, withdrawalId);
  await until('the case has come so far', async () => ((await caseOf(withdrawalId))?.screenings.length ?? 0) > 0);
  const [screening] = (await caseOf(withdrawalId))?.screenings ?? [];
  return screening?.refusal ?? screening?.outcome ?? 'nothing';
}
const caseOf = async (withdrawalId: string) => (await service.app.get(Cases).find(withdrawalId))?.state;
const isGivenBack = async (withdrawalId: string) => (await caseOf(withdrawalId))?.reservation?.status === 'given-back';
const heldBy = async (tenantId: string) =>
  (await service.app.get(LimitCounters).findWhere({ tenantId })).flatMap(({ state }) => state.days.map(({ units, count }) => [units, count]));

describe('limits of a tenant', () => {
  it('are none until they are set, and are shown', async () => {
    expect(await service.requests.request(getLimits, {}, { tenantId: 'initech' })).toEqual({ limits: [], revision: 0 });
    const limit = { scope: 'account', currency: 'EUR', perWithdrawal: null, perDay: '10.00', per30Days: null, countPerDay: null };
    expect(await service.requests.request(setLimits, { limits: [{ scope: 'account', currency: 'EUR', perDay: '10.00' }], revision: 2 }, { tenantId: 'initech' })).toEqual({ limits: [limit], revision: 2 });
    expect(await service.requests.request(setLimits, { limits: [], revision: 1 }, { tenantId: 'initech' })).toEqual({ limits: [limit], revision: 2 });
    expect(await service.requests.request(getLimits, {}, { tenantId: 'initech' })).toEqual({ limits: [limit], revision: 2 });
    expect(await service.requests.request(getLimits, {}, { tenantId: 'globex' })).toEqual({ limits: [], revision: 0 });
  });

  it('are refused when they make no sense, and the old ones stand', async () => {
    const limits: Limits = [{ scope: 'tenant', currency: 'USD', perDay: '1.234' }];
    await expect(service.requests.request(setLimits, { limits, revision: 3 }, { tenantId: 'initech' })).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await service.requests.request(getLimits, {}, { tenantId: 'initech' })).toMatchObject({ revision: 2 });
  });
});

describe('a withdrawal in review', () => {
  it('is not counted where no limit is about it', async () => {
    const tenantId = await tenantWith([{ scope: 'tenant', currency: 'EUR', perDay: '1.00' }]);
    expect(await judgedIn(tenantId)).toBe('cleared');
    expect(await heldBy(tenantId)).toEqual([]);
  });

  it('is counted once, however often it is screened, and answered the same', async () => {
    const tenantId = await tenantWith([{ scope: 'tenant', currency: 'USD', perDay: '15.00' }, { scope: 'account', currency: 'USD', countPerDay: 1 }]);
    const [withdrawalId, id] = [newId(), newId()];
    await Promise.all([ask(tenantId, {}, withdrawalId, id), ask(tenantId, {}, withdrawalId, id), ask(tenantId, {}, withdrawalId)]);
    const first = await answerTo(withdrawalId, cleared);
    await ask(tenantId, {}, withdrawalId);
    expect((await answerTo(withdrawalId, cleared)).body).toEqual(first.body);
    expect(await heldBy(tenantId)).toEqual([[1_000n, 1], [1_000n, 1]]);
  });

  it('is not counted up front', async () => {
    const tenantId = await tenantWith([{ scope: 'tenant', currency: 'USD', perWithdrawal: '1.00', countPerDay: 0 }]);
    expect(await judgedIn(tenantId, { stage: 'up-front' })).toBe('cleared');
    expect(await heldBy(tenantId)).toEqual([]);
  });

  it.each([
    ['limit_exceeded', { perWithdrawal: '9.99' }],
    ['limit_exceeded', { perDay: '9.99' }],
    ['limit_exceeded', { per30Days: '9.99' }],
    ['velocity_exceeded', { countPerDay: 0 }],
  ])('is refused with %s for %j, and leaves nothing counted', async (reason, limit) => {
    const tenantId = await tenantWith([{ scope: 'account', currency: 'USD', countPerDay: 5 }, { scope: 'counterparty', currency: 'USD', ...limit }]);
    const withdrawalId = newId();
    await ask(tenantId, {}, withdrawalId);
    expect((await answerTo(withdrawalId, refused)).body).toEqual({ stage: 'in-review', reason, ruleVersion: '1.0' });
    await until('it was given back', () => isGivenBack(withdrawalId));
    expect(await heldBy(tenantId)).toEqual([]);
    await ask(tenantId, {}, withdrawalId);
    expect((await answerTo(withdrawalId, refused)).body).toMatchObject({ reason });
  });

  it('shares its account\'s and its counterparty\'s limit with nobody else', async () => {
    const tenantId = await tenantWith([{ scope: 'account', currency: 'USD', countPerDay: 1 }, { scope: 'counterparty', currency: 'USD', perDay: '15.00' }]);
    expect(await judgedIn(tenantId, { accountId: 'acc_1', destinationId: 'cpty_1' })).toBe('cleared');
    expect(await judgedIn(tenantId, { accountId: 'acc_1', destinationId: 'cpty_2' })).toBe('velocity_exceeded');
    expect(await judgedIn(tenantId, { accountId: 'acc_2', destinationId: 'cpty_1' })).toBe('limit_exceeded');
    expect(await judgedIn(tenantId, { accountId: 'acc_2', destinationId: 'cpty_2' })).toBe('cleared');
  });

  it('finds a new day, and a new month, on the tenant\'s clock', async () => {
    const tenantId = await tenantWith([{ scope: 'tenant', currency: 'USD', perDay: '10.00', per30Days: '20.00' }]);
    const outcomes = [await judgedIn(tenantId), await judgedIn(tenantId)];
    for (const days of [1, 2, 30]) {
      await advance(tenantId, days);
      outcomes.push(await judgedIn(tenantId));
    }
    expect(outcomes).toEqual(['cleared', 'limit_exceeded', 'cleared', 'limit_exceeded', 'cleared']);
  });
});

describe('a withdrawal that was given up', () => {
  it('gives back what it took, once', async () => {
    const tenantId = await tenantWith([{ scope: 'tenant', currency: 'USD', perDay: '10.00' }]);
    const withdrawalId = newId();
    expect(await judgedIn(tenantId, {}, withdrawalId)).toBe('cleared');
    expect(await judgedIn(tenantId)).toBe('limit_exceeded');
    await close(tenantId, withdrawalId);
    await close(tenantId, withdrawalId);
    await until('it was given back', () => isGivenBack(withdrawalId));
    expect(await heldBy(tenantId)).toEqual([]);
    expect(await judgedIn(tenantId)).toBe('cleared');
  });

  it('gives back while documents are missing', async () => {
    const tenantId = await tenantWith([{ scope: 'tenant', currency: 'USD', perDay: '20000.00' }]);
    await service.requests.request(setRules, { ...initialRules.rules, inReviewOver: '1.00', revision: 1 }, { tenantId });
    const withdrawalId = newId();
    await ask(tenantId, {}, withdrawalId);
    expect(await service.next(documentsRequired)).toMatchObject({ withdrawalId });
    expect(await heldBy(tenantId)).toEqual([[1_000n, 1]]);
    await close(tenantId, withdrawalId);
    await until('it was given back', () => isGivenBack(withdrawalId));
    expect(await heldBy(tenantId)).toEqual([]);
  });

  it('keeps nothing when it is given up in the middle of being counted', async () => {
    const tenantId = await tenantWith([{ scope: 'tenant', currency: 'USD', countPerDay: 1_000 }, { scope: 'account', currency: 'USD', countPerDay: 1_000 }]);
    const ids = Array.from({ length: 20 }, () => newId());
    await Promise.all(ids.map(async (withdrawalId) => {
      await ask(tenantId, {}, withdrawalId);
      await service.publish(closeCase, {}, { withdrawalId, tenantId });
    }));
    await until('the case has come so far', async () => (await Promise.all(ids.map(caseOf))).every((known) => known?.closed === true && [undefined, 'given-back'].includes(known.reservation?.status)));
    expect(await heldBy(tenantId)).toEqual([]);
  });
});

describe('fifty withdrawals at once, at two instances', () => {
  it('never exceed a limit between them, and fill it', async () => {
    const tenantId = await tenantWith([{ scope: 'account', currency: 'USD', perDay: '100.00', countPerDay: 1_000 }]);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => judgedIn(tenantId)));
    expect(outcomes.filter((outcome) => outcome === 'cleared')).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === 'limit_exceeded')).toHaveLength(40);
    expect(await heldBy(tenantId)).toEqual([[10_000n, 10]]);
  });

  it('never exceed three limits between them', async () => {
    const tenantId = await tenantWith([
      { scope: 'tenant', currency: 'USD', per30Days: '150.00' }, { scope: 'account', currency: 'USD', perDay: '100.00' }, { scope: 'counterparty', currency: 'USD', countPerDay: 12 },
    ]);
    const ids = Array.from({ length: 50 }, () => newId());
    const outcomes = await Promise.all(ids.map((withdrawalId) => judgedIn(tenantId, {}, withdrawalId)));
    const count = outcomes.filter((outcome) => outcome === 'cleared').length;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(10);
    await until('the case has come so far', async () => (await Promise.all(ids.map(caseOf))).every((known) => ['counted', 'given-back'].includes(known?.reservation?.status ?? '')));
    expect(await heldBy(tenantId)).toEqual(Array(3).fill([BigInt(count) * 1_000n, count]));
  });
});
