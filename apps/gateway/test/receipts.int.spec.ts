import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { renderReceipt, verifyReceipt } from '@sluice/contract-payout';
import { createdWithdrawal } from './bultra-fixtures.js';
import { silence } from './fake-services.js';
import { CODE, PDF } from './fake-world.js';
import { GatewayUnderTest, type Answer } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start({ requestTimeoutMs: 5_000 });
});
afterEach(() => gateway.world.listen(gateway.fake));
afterAll(() => gateway.stop());

const codeOf = ({ status, body }: Answer): unknown[] => [status, (body['error'] as { code?: string } | undefined)?.code];

/** A withdrawal that was executed, by its id in the dialect. */
async function executed(): Promise<string> {
  const id = await createdWithdrawal(gateway, 'acme-bultra');
  gateway.world.put(id, { phase: 'settled', authorizedAt: '2026-01-15T10:35:00.000Z', endedAt: '2026-01-17T14:20:00.500Z', trace: '091000019123456' });
  return id;
}
const receipt = (id: string, caller: 'acme-bultra' | 'globex-bultra' | 'nobody' = 'acme-bultra'): Promise<Answer> => gateway.as(caller, 'GET', `/bultra/v1/withdrawals/${id}/receipt`);

describe('the receipt of an executed withdrawal', () => {
  it('is a PDF under its own name, byte for byte as it was made', async () => {
    const id = await executed();
    const { status, headers, bytes } = await receipt(id);
    expect([status, headers.get('content-type'), headers.get('content-length')]).toEqual([200, 'application/pdf', String(PDF.length)]);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="withdrawal_receipt_${id}.pdf"`);
    expect(bytes.equals(PDF)).toBe(true);
  });

  it('is made of facts that never change', async () => {
    const id = await executed();
    await receipt(id);
    gateway.world.put(id, { version: 9, updatedAt: '2027-01-01T00:00:00.000Z' });
    await receipt(id);
    const [first, second] = gateway.fake.received(renderReceipt).slice(-2).map(({ body }) => body);
    expect(second).toEqual(first);
    expect(first).toMatchObject({
      dialectId: id, amount: { currency: 'USD', units: '250000' }, rail: 'ACH', reference: 'Monthly transfer', account: { owner: 'cus_1' },
      createdAt: '2026-01-15T10:30:00.123Z', acceptedAt: '2026-01-15T10:35:00.000Z', executedAt: '2026-01-17T14:20:00.500Z', trace: '091000019123456',
    });
  });

  it.each([
    ['is not accepted yet', { phase: 'created' as const }], ['is under way', { phase: 'delivering' as const }], ['was cancelled', { phase: 'cancelled' as const }], ['failed', { phase: 'failed' as const }],
    ['came back', { returned: { code: 'R03', at: '2026-01-20T09:00:00.000Z' } }], ['has no number of the bank', { trace: undefined }],
  ])('is not to be had when it %s', async (_, changes) => {
    const id = await executed();
    gateway.world.put(id, changes);
    expect(codeOf(await receipt(id))).toEqual([409, 'INVALID_STATUS']);
  });

  it('is not to be had by others', async () => {
    const id = await executed();
    expect(codeOf(await receipt(id, 'globex-bultra'))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await receipt(id, 'nobody'))).toEqual([401, 'UNAUTHORIZED']);
    expect(codeOf(await receipt('wth_1'))).toEqual([404, 'NOT_FOUND']);
  });

  it('is no empty file when it cannot be made', async () => {
    gateway.fake.on(renderReceipt, () => silence);
    expect(codeOf(await receipt(await executed()))).toEqual([503, 'SERVICE_UNAVAILABLE']);
  });
});

describe('the code on a receipt', () => {
  const verify = (code: string, caller: 'acme-bultra' | 'globex-bultra' = 'acme-bultra'): Promise<Answer> => gateway.as(caller, 'GET', `/bultra/v1/receipts/${code}`);

  it.each([CODE, CODE.toLowerCase()])('%s says which payment it stands for, and how it stands now', async (code) => {
    const id = await executed();
    await receipt(id);
    const said = { code: CODE, withdrawal_id: id, amount: '2500.00', currency: 'USD', executed_at: '2026-01-17T14:20:00Z' };
    expect((await verify(code)).body).toEqual({ ...said, status: 'EXECUTED' });
    gateway.world.put(id, { returned: { code: 'R03', at: '2026-01-20T09:00:00.000Z' } });
    expect((await verify(code)).body).toEqual({ ...said, status: 'FAILED' });
  });

  it.each(['AAAA-AAAA-AAAA-AAAA', 'short', 'x'.repeat(200), 'AAAA%2FAAAA-AAAA', 'ÄÄÄÄ-ÄÄÄÄ'])('is unknown when it is %s', async (code) => {
    expect(codeOf(await verify(code))).toEqual([404, 'NOT_FOUND']);
  });

  it('says nothing to another tenant, and makes no request for what can be no code', async () => {
    await receipt(await executed());
    expect(codeOf(await verify(CODE, 'globex-bultra'))).toEqual([404, 'NOT_FOUND']);
    const before = gateway.fake.received(verifyReceipt).length;
    await verify('../../etc');
    expect(gateway.fake.received(verifyReceipt)).toHaveLength(before);
  });
});
