import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { liquidityReturned, liquiditySourced, liquidityUnavailable, returnLiquidity, sourceLiquidity } from '@sluice/contract-liquidity';
import { newId } from '@sluice/kernel';
import { EvmConfig } from '@sluice/evm';
import { LiquidityModule } from '../src/liquidity.module.js';

let service: TestService;
beforeAll(async () => void (service = await startTestService({ module: LiquidityModule, service: 'liquidity', overrides: [[EvmConfig, { chains: {}, mnemonic: 'test test test test test test test test test test test junk' }]] })));
afterAll(() => service.stop());

type Context = { tenantId?: string; id?: string };
const asked = sourceLiquidity.sample;
const source = (withdrawalId: string, body: typeof asked = asked, context: Context = {}) => service.publish(sourceLiquidity, body, { withdrawalId, ...context });
const giveBack = (withdrawalId: string, context: Context = {}) => service.publish(returnLiquidity, { accountId: asked.accountId }, { withdrawalId, ...context });

describe('cash from a plain account', () => {
  it('is one leg, the same however often it is commanded', async () => {
    const withdrawalId = newId();
    const id = newId();
    await source(withdrawalId, asked, { id });
    await source(withdrawalId, asked, { id });
    await source(withdrawalId);
    const answers = [await service.next(liquiditySourced), await service.next(liquiditySourced), await service.next(liquiditySourced)];
    expect(answers[0]).toMatchObject({ withdrawalId, body: { legs: [{ positionKey: 'cash', amount: asked.amount }] } });
    expect(answers.map(({ body }) => body)).toEqual(Array(3).fill(answers[0]?.body));
    expect(answers[1]?.id).toBe(answers[0]?.id);
  });

  it('is one leg for two questions at once', async () => {
    const withdrawalId = newId();
    await Promise.all([source(withdrawalId), source(withdrawalId)]);
    const [one, other] = [await service.next(liquiditySourced), await service.next(liquiditySourced)];
    expect(one.body).toEqual(other.body);
  });

  it('is not promised twice for different amounts', async () => {
    const withdrawalId = newId();
    await source(withdrawalId);
    await service.next(liquiditySourced);
    await source(withdrawalId, { ...asked, amount: { currency: 'USD', units: '999' } });
    await giveBack(withdrawalId);
    await service.next(liquidityReturned);
    expect([...service.seen(liquiditySourced), ...service.seen(liquidityUnavailable)]).toEqual([]);
  });
});

describe('a plan that was given back', () => {
  it('stays so, whatever comes late', async () => {
    const withdrawalId = newId();
    await giveBack(withdrawalId);
    await source(withdrawalId);
    await giveBack(withdrawalId);
    expect(await service.next(liquidityUnavailable)).toMatchObject({ withdrawalId, body: { reason: 'returned' } });
    expect([await service.next(liquidityReturned), await service.next(liquidityReturned)]).toMatchObject([{ withdrawalId }, { withdrawalId }]);
    expect(service.seen(liquiditySourced)).toEqual([]);
  });

  it('is not given back by another tenant', async () => {
    const withdrawalId = newId();
    await source(withdrawalId);
    await service.next(liquiditySourced);
    await giveBack(withdrawalId, { tenantId: 'globex' });
    await source(withdrawalId);
    expect(await service.next(liquiditySourced)).toMatchObject({ withdrawalId, tenantId: 'acme' });
    expect(service.seen(liquidityReturned)).toEqual([]);
  });
});

describe('cash on a chain', () => {
  it('is not to be had', async () => {
    await source(newId(), { ...asked, destinationChain: 'ethereum' });
    expect(await service.next(liquidityUnavailable)).toMatchObject({ body: { reason: 'no_wallet' } });
  });
});
