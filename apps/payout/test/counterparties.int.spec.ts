import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { applyTenantSettings, type RequestOf } from '@sluice/contract-kit';
import { addCounterparty, checkDestination, getCounterparty, listCounterparties, schedulePayment, setCounterpartyStatus } from '@sluice/contract-payout';
import { newId, type DomainError } from '@sluice/kernel';
import { World } from './world.js';

let world: World;
let service: TestService;
beforeAll(async () => {
  world = await World.start();
  service = await world.payout();
});
afterAll(async () => {
  await service.stop();
  await world.stop();
});

type NewCounterparty = RequestOf<typeof addCounterparty>;
const acme = { tenantId: 'acme' };
const globex = { tenantId: 'globex' };

const ada = (changed: Partial<NewCounterparty> = {}): NewCounterparty => ({
  id: `cpty_${newId()}`, customerId: 'cus_1', type: 'INDIVIDUAL', status: 'APPROVED', supportedRails: ['ACH', 'WIRE'], name: 'Ada Lovelace', relationship: 'SELF',
  numbers: { routingNumber: '021000021', accountNumber: '12345678' }, ...changed,
});
const add = (counterparty: NewCounterparty, context = acme) => service.requests.request(addCounterparty, counterparty, context);
const get = (id: string, context = acme) => service.requests.request(getCounterparty, { id }, context);
const list = (ask: RequestOf<typeof listCounterparties>, context = acme) => service.requests.request(listCounterparties, ask, context);

async function refusalOf(reply: Promise<unknown>): Promise<unknown> {
  const { code, details } = await reply.then(() => ({}) as DomainError, (error: DomainError) => error);
  return { code, fields: details.map(({ field }) => field) };
}

describe('a counterparty', () => {
  it('is read as it was added', async () => {
    const counterparty = ada();
    const added = await add(counterparty);
    expect(added).toEqual({ ...counterparty, createdAt: expect.any(String) as unknown });
    expect(await get(counterparty.id)).toEqual(added);
  });

  it('added again stays as it was', async () => {
    const counterparty = ada();
    const copies = await Promise.all([add(counterparty), add(counterparty), add({ ...counterparty, name: 'Someone Else' })]);
    expect(new Set(copies.map((copy) => JSON.stringify(copy))).size).toBe(1);
  });

  it('changes its status', async () => {
    const { id } = await add(ada());
    expect(await service.requests.request(setCounterpartyStatus, { id, status: 'REJECTED' }, acme)).toMatchObject({ id, status: 'REJECTED' });
    expect((await get(id)).status).toBe('REJECTED');
  });

  it('with wrong numbers is refused with every problem, and not stored', async () => {
    const wrong = ada({ supportedRails: ['ACH', 'SEPA'], numbers: { routingNumber: '021000022', iban: 'DE00' } });
    expect(await refusalOf(add(wrong))).toEqual({ code: 'invalid_request', fields: ['numbers.routingNumber', 'numbers.accountNumber', 'numbers.iban'] });
    expect(await refusalOf(get(wrong.id))).toEqual({ code: 'not_found', fields: [] });
  });
});

describe("another tenant's counterparty", () => {
  it('is not there to be read, changed, paid or added', async () => {
    const counterparty = await add(ada());
    const { id } = counterparty;
    const question = { counterpartyId: id, customerId: 'cus_1', currency: 'USD' as const, purpose: 'OTHER' as const };
    expect(await refusalOf(get(id, globex))).toMatchObject({ code: 'not_found' });
    expect(await refusalOf(service.requests.request(setCounterpartyStatus, { id, status: 'REJECTED' }, globex))).toMatchObject({ code: 'not_found' });
    expect(await refusalOf(service.requests.request(checkDestination, question, globex))).toMatchObject({ code: 'not_found' });
    expect(await refusalOf(add(ada({ id }), globex))).toEqual({ code: 'invalid_request', fields: ['id'] });
    expect(await refusalOf(list({ limit: 10, after: id }, globex))).toEqual({ code: 'invalid_request', fields: ['after'] });
    expect(await get(id)).toEqual(counterparty);
  });
});

describe('a list of counterparties', () => {
  const tenant = { tenantId: `t-${newId()}` };

  it('is cut into pages, newest first, each one once', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await add(ada(), tenant)).id);
    const seen: string[] = [];
    for (let more = true; more; ) {
      const page = await list({ limit: 2, ...(seen.length > 0 ? { after: seen.at(-1) } : {}) }, tenant);
      seen.push(...page.counterparties.map(({ id }) => id));
      more = page.hasMore;
    }
    expect([...seen].sort((a, b) => a.localeCompare(b))).toEqual([...ids].sort((a, b) => a.localeCompare(b)));
    expect(seen).toHaveLength(5);
  });

  it("is narrowed to a customer's, and is empty for one who has none", async () => {
    const { id } = await add(ada({ customerId: 'cus_2' }), tenant);
    expect((await list({ limit: 10, customerId: 'cus_2' }, tenant)).counterparties.map((found) => found.id)).toEqual([id]);
    expect(await list({ limit: 10, customerId: 'cus_3' }, tenant)).toEqual({ counterparties: [], hasMore: false });
  });

  it('cannot begin after what is not there', async () => {
    expect(await refusalOf(list({ limit: 10, after: 'cpty_none' }, tenant))).toEqual({ code: 'invalid_request', fields: ['after'] });
  });
});

describe('a destination', () => {
  it('is checked against the counterparty as it is now', async () => {
    const { id } = await add(ada());
    const question = { counterpartyId: id, customerId: 'cus_1', currency: 'USD' as const, purpose: 'PERSONAL_ACCOUNT' as const };
    expect(await service.requests.request(checkDestination, question, acme)).toMatchObject({ rail: 'ACH' });
    await service.requests.request(setCounterpartyStatus, { id, status: 'PENDING' }, acme);
    expect(await refusalOf(service.requests.request(checkDestination, question, acme))).toEqual({ code: 'counterparty_not_approved', fields: [] });
  });
});

describe('a schedule', () => {
  const question = { rail: 'ACH' as const, acceptedAt: '2026-01-15T10:35:00.000Z' };

  it('sends at once at pace instant and promises in full', async () => {
    const dates = await service.requests.request(schedulePayment, question, acme);
    expect(dates).toEqual({ sendAt: question.acceptedAt, estimatedCompletion: '2026-01-20T17:00:00.000Z' });
  });

  it('checks first to whom, where it is told', async () => {
    const { id } = await add(ada());
    const to = { counterpartyId: id, customerId: 'cus_1', currency: 'USD' as const, purpose: 'PERSONAL_ACCOUNT' as const };
    const scheduled = (asked: typeof to, rail: 'ACH' | 'FPS' = 'ACH') => service.requests.request(schedulePayment, { ...question, rail, to: asked }, acme);
    expect(await scheduled(to)).toMatchObject({ sendAt: question.acceptedAt, isChecked: true });
    expect(await refusalOf(scheduled({ ...to, customerId: 'cus_2' }))).toMatchObject({ code: 'counterparty_mismatch' });
    expect(await refusalOf(scheduled({ ...to, counterpartyId: 'cpty_none' }))).toMatchObject({ code: 'not_found' });
    expect(await refusalOf(scheduled(to, 'FPS'))).toMatchObject({ code: 'rail_not_supported' });
    await service.requests.request(setCounterpartyStatus, { id, status: 'REJECTED' }, acme);
    expect(await refusalOf(scheduled(to))).toMatchObject({ code: 'counterparty_not_approved' });
  });

  it.each(['ACH', 'WIRE', 'SEPA'] as const)('of %s is there after 2040, and refused where the calendar ends', async (rail) => {
    const { estimatedCompletion } = await service.requests.request(schedulePayment, { rail, acceptedAt: '2044-02-10T10:00:00.000Z' }, acme);
    expect(estimatedCompletion.startsWith('2044-02-1')).toBe(true);
    expect(await refusalOf(service.requests.request(schedulePayment, { rail, acceptedAt: '2099-12-31T23:00:00.000Z' }, acme))).toEqual({ code: 'rail_not_supported', fields: ['rail'] });
  });

  it('of FPS needs no calendar', async () => {
    expect(await service.requests.request(schedulePayment, { rail: 'FPS', acceptedAt: '2101-01-01T10:00:00.000Z' }, acme)).toMatchObject({ estimatedCompletion: '2101-01-01T12:00:00.000Z' });
  });

  it('waits for the window at pace clock', async () => {
    await service.requests.request(applyTenantSettings('payout'), { revision: 1, clockOffsetMs: 0, pace: 'clock' }, globex);
    expect((await service.requests.request(schedulePayment, question, globex)).sendAt).toBe('2026-01-15T14:00:00.000Z');
  });
});
