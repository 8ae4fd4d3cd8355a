import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { listDocuments } from '@sluice/contract-compliance';
import { getCanonicalWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import { deadLetterRequests, trailRequests, type DeadLetterView, type ReplyOf, type RequestOf, type TrailRowView } from '@sluice/contract-kit';
import {
  appendAuditRecord, consumers, countAllDeadLetters, discardAnyDeadLetters, getTimeline, listAllDeadLetters, openAnyDeadLetter, redriveAnyDeadLetters, type AuditEntry, type TimelineRowView,
} from '@sluice/contract-operations';
import { listDeliveries, type DeliveryView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { Requests } from '@sluice/messaging';
import { OperationsModule } from '../src/operations.module.js';
import { Answering } from './answering.js';
import { FakeGatewayModule } from './fake-gateway.js';

let others = new Answering();
let operations: TestService;
let gateway: TestService;
beforeAll(async () => {
  const requests = { request: (...args: Parameters<Answering['request']>) => others.request(...args) };
  operations = await startTestService({ module: OperationsModule, service: 'operations', hear: false, overrides: [[Requests, requests]] });
  gateway = await startTestService({ module: FakeGatewayModule, service: 'gateway', namespace: operations.namespace, hear: false });
});
afterAll(() => Promise.all([operations.stop(), gateway.stop()]));
beforeEach(() => {
  others = new Answering();
});

const at = (second: number): string => `2026-01-15T10:30:0${second}.000Z`;
const zero = { currency: 'USD' as const, units: '0' };
const TRACE = '0af7651916cd43dd8448eb211c80319c';

const withdrawal: CanonicalView = {
  id: 'w1', dialect: 'bultra', dialectId: 'wth_1', phase: 'created', hold: 'rfi', version: 2, amount: zero, delivered: zero, fee: zero, sourceLegs: [], payoutLegs: [], steps: [],
  history: [{ version: 1, step: 'screening', phase: 'created', hold: 'none', at: at(0) }, { version: 2, step: 'collectingUpFront', phase: 'created', hold: 'rfi', at: at(3) }],
  traceId: TRACE, createdAt: at(0), updatedAt: at(3),
};

const trail: TrailRowView[] = [
  { at: at(1), kind: 'provider-call', name: 'names.search', outcome: 'clear', attempt: 1, traceId: TRACE, detail: '4 ms' },
  { at: at(2), kind: 'message', name: 'compliance.screen', outcome: 'retried', attempt: 1, traceId: TRACE, detail: 'MongoError: away' },
];

const delivery: DeliveryView = {
  id: 'd1', subscriptionId: 's1', eventId: 'e1', type: 'WITHDRAWAL_REQUESTED', withdrawalId: 'w1', status: 'delivered', url: 'https://example.com/hook?key=secret', body: '{"secret":1}',
  attempts: [{ at: at(4), error: 'ECONNREFUSED', tookMs: 3 }, { at: at(5), status: 200, tookMs: 8 }], createdAt: at(4),
};

describe('a withdrawal’s timeline', () => {
  const documents = (...ids: string[]) => ids.map((id) => ({
    id, withdrawalId: 'w1', type: 'PROOF_OF_FUNDS', description: 'Of it.', status: 'UPLOADED' as const, stage: 'up-front' as const, requestedAt: at(0), awaited: true,
  }));
  beforeEach(() => {
    others.on(getCanonicalWithdrawal, ({ tenantId, body: { id } }) => {
      if (tenantId !== 'acme' || !['w1', 'wth_1'].includes(id)) throw new DomainError('not_found', 'There is no such withdrawal.');
      return withdrawal;
    });
    for (const service of consumers) others.on(trailRequests(service).list, () => ({ rows: [], more: false }));
    others.on(trailRequests('compliance').list, ({ body }) => ({ rows: body.withdrawalId === 'w1' ? trail : [], more: false }));
    others.on(listDeliveries, ({ body }) => ({ deliveries: body.withdrawalId === 'w1' ? [delivery] : [], hasMore: false }));
    others.on(listDocuments, () => ({ documents: [], more: false }));
  });

  const timeline = (query: Partial<RequestOf<typeof getTimeline>> = {}, tenantId = 'acme') => gateway.requests.request(getTimeline, { id: 'wth_1', limit: 1_000, ...query }, { tenantId });
  const pages = async (limit: number): Promise<TimelineRowView[]> => {
    const rows: TimelineRowView[] = [];
    for (let after: RequestOf<typeof getTimeline>['after'] | null = { at: 0, seen: 0 }; after !== null;) {
      const page: ReplyOf<typeof getTimeline> = await timeline({ id: 'w1', limit, after });
      expect(page.rows.length).toBeLessThanOrEqual(limit);
      rows.push(...page.rows);
      after = page.next;
    }
    return rows;
  };

  it('is what every service did, in order of time', async () => {
    expect(await timeline()).toEqual({
      rows: [
        { at: at(0), service: 'intake', kind: 'step', name: 'screening', outcome: 'created', attempt: 1, traceId: TRACE, detail: 'version 1' },
        { at: at(1), service: 'compliance', kind: 'provider-call', name: 'names.search', outcome: 'clear', attempt: 1, traceId: TRACE, detail: '4 ms' },
        { at: at(2), service: 'compliance', kind: 'message', name: 'compliance.screen', outcome: 'retried', attempt: 1, traceId: TRACE, detail: 'MongoError: away' },
        { at: at(3), service: 'intake', kind: 'step', name: 'collectingUpFront', outcome: 'created, rfi', attempt: 1, traceId: TRACE, detail: 'version 2' },
        { at: at(4), service: 'webhooks', kind: 'webhook', name: 'WITHDRAWAL_REQUESTED', outcome: 'no answer: ECONNREFUSED', attempt: 1, traceId: TRACE, detail: 'https://example.com/hook, 3 ms' },
        { at: at(5), service: 'webhooks', kind: 'webhook', name: 'WITHDRAWAL_REQUESTED', outcome: '200', attempt: 2, traceId: TRACE, detail: 'https://example.com/hook, 8 ms' },
      ],
      next: null,
    });
  });

  it('never holds what was sent, nor a key in an address', async () => {
    expect(JSON.stringify(await timeline())).not.toContain('secret');
  });

  it.each([1, 2, 5, 6, 200])('comes in pages of %d, each row once, in the same order', async (limit) => {
    expect(await pages(limit)).toEqual((await timeline()).rows);
  });

  it('goes on where a service has more than a page can take', async () => {
    const many = Array.from({ length: 450 }, (_, index): TrailRowView => ({ at: new Date(Date.parse(at(6)) + Math.floor(index / 150)).toISOString(), kind: 'timer', name: `t${index}`, outcome: 'fired', attempt: 1 }));
    const since = (from = ''): TrailRowView[] => [...trail, ...many].filter((row) => row.at >= from);
    others.on(trailRequests('compliance').list, ({ body }) => ({ rows: since(body.from).slice(0, body.limit), more: since(body.from).length > body.limit }));
    expect((await pages(100)).map(({ name }) => name).filter((name) => /^t\d/.test(name))).toEqual(many.map(({ name }) => name));
  });

  it('names what operators did to it, by whichever of its ids, and to its documents, and to nothing else', async () => {
    others.on(listDocuments, ({ body: { after } }) => (after === undefined ? { documents: documents('d1'), more: true } : { documents: documents('d2'), more: false }));
    const action = { action: 'POST x/:id/actions/cancel', who: 'acme-ops', reason: 'They called.', at: at(9) };
    const targets = ['w1', 'wth_1', 'd1', 'd2', 'another'];
    for (const target of targets) {
      for (const kind of ['intent', 'outcome'] as const) {
        const entry: AuditEntry = { ...action, kind, actionId: target, target, outcome: kind === 'intent' ? null : `done to ${target}` };
        await gateway.requests.request(appendAuditRecord, entry, { tenantId: 'acme' });
      }
    }
    const rows = (await timeline()).rows.filter(({ kind }) => kind === 'operator');
    expect(rows.map(({ outcome }) => outcome)).toEqual(['w1', 'wth_1', 'd1', 'd2'].flatMap((target) => ['asked', `done to ${target}`]));
    expect(rows[0]).toEqual({ at: at(9), service: 'gateway', kind: 'operator', name: 'cancel', outcome: 'asked', attempt: 1, traceId: null, detail: 'acme-ops: They called.' });
  });

  it.each([['wth_2', 'acme'], ['w1', 'globex']])('is not there where nobody, or another tenant, has the withdrawal: %s of %s', async (id, tenantId) => {
    await expect(timeline({ id }, tenantId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is not told in part when a service does not answer', async () => {
    others.on(trailRequests('payout').list, () => {
      throw new Error('payout did not answer.');
    });
    await expect(timeline()).rejects.toThrow('payout did not answer.');
  });
});

describe('the dead letters of all services', () => {
  const letter = (id: string, service: string, cause: string, second: number): DeadLetterView => ({ id, cause, service, type: `${service}.do-it`, attempts: 5, firstAt: at(second), lastAt: at(second) });
  const letters = [letter('l3', 'ledger', 'bad shape', 3), { ...letter('p2', 'payout', 'bank away', 2), withdrawalId: 'w1' }, letter('l1', 'ledger', 'bank away', 1)];
  const behind = (own: readonly DeadLetterView[], after: string | undefined): readonly DeadLetterView[] => own.slice(own.findIndex(({ id }) => id === after) + 1);

  /** They stay as they are, whatever is decided about them. */
  beforeEach(() => {
    for (const service of consumers) {
      const own = letters.filter((each) => each.service === service);
      const { list, open, countByCause, redrive, discard } = deadLetterRequests(service);
      others.on(list, ({ body: { limit, after, cause } }) => ({ letters: behind(own.filter((each) => each.cause === (cause ?? each.cause)), after).slice(0, limit) }));
      others.on(open, ({ body: { id } }) => ({ letter: own.filter((each) => each.id === id).map((each) => ({ ...each, body: `{"of":"${id}"}` }))[0] ?? null }));
      others.on(countByCause, () => ({ causes: own.map(({ cause }) => ({ cause, count: 1 })) }));
      for (const decide of [redrive, discard]) {
        others.on(decide, ({ body: { ids, cause } }) => ({ count: own.filter((each) => (ids ?? [each.id]).includes(each.id) && each.cause === (cause ?? each.cause)).length }));
      }
    }
  });
  const of = { tenantId: 'acme' };

  it('are one list, latest first, whole or of one cause', async () => {
    expect(await gateway.requests.request(listAllDeadLetters, { limit: 50 }, of)).toEqual({ letters, hasMore: false, seen: { ledger: 'l1', payout: 'p2' } });
    expect((await gateway.requests.request(listAllDeadLetters, { limit: 50, cause: 'bank away' }, of)).letters).toEqual(letters.slice(1));
  });

  it('are cut into pages that miss none and repeat none', async () => {
    const found: DeadLetterView[] = [];
    for (let after: RequestOf<typeof listAllDeadLetters>['after'] = {}, more = true; more;) {
      const page = await gateway.requests.request(listAllDeadLetters, { limit: 1, after }, of);
      found.push(...page.letters);
      [after, more] = [page.seen, page.hasMore];
    }
    expect(found).toEqual(letters);
  });

  it('are counted by cause, the most frequent first', async () => {
    expect(await gateway.requests.request(countAllDeadLetters, {}, of)).toEqual({ causes: [{ cause: 'bank away', count: 2 }, { cause: 'bad shape', count: 1 }] });
  });

  it.each(letters)('are opened one at a time, whichever service has it: $id', async (found) => {
    expect(await gateway.requests.request(openAnyDeadLetter, { id: found.id }, of)).toEqual({ ...found, body: `{"of":"${found.id}"}` });
  });

  it('are not opened where no service has it', async () => {
    await expect(gateway.requests.request(openAnyDeadLetter, { id: 'none' }, of)).rejects.toMatchObject({ code: 'not_found' });
  });

  describe.each([['redrive', redriveAnyDeadLetters], ['discard', discardAnyDeadLetters]] as const)('when they are to %s', (decision, contract) => {
    it.each([[{ ids: ['l1', 'p2'] }, 2], [{ cause: 'bank away' }, 2], [{ ids: ['l3'], cause: 'bank away' }, 0]])('reach every service with %j', async (choice, count) => {
      expect(await gateway.requests.request(contract, { ...choice, reason: 'The bank is back.' }, of)).toEqual({ count });
      for (const service of consumers) expect(others.received(deadLetterRequests(service)[decision])).toEqual([{ ...choice, reason: 'The bank is back.' }]);
    });

    it('are not counted when one of the services does not answer', async () => {
      others.on(deadLetterRequests('webhooks')[decision], () => {
        throw new Error('webhooks did not answer.');
      });
      await expect(gateway.requests.request(contract, { cause: 'bank away', reason: 'x' }, of)).rejects.toThrow('webhooks did not answer.');
    });
  });
});
