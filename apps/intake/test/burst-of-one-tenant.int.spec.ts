import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { withdrawFromPortfolio, type PortfolioWithdrawalView } from '@sluice/contract-intake';
import { bankAccountRefused, checkBankAccount } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import { ServiceAway } from '@sluice/messaging';
import { IntakeConfig } from '../src/intake.config.js';
import { IntakeModule } from '../src/intake.module.js';

const LONG_MS = 600_000;
const turns = { underWay: 2, waiting: 3, waitMs: LONG_MS, presentForMs: LONG_MS, forgottenAfterMs: LONG_MS };

let intake: TestService;
const start = (namespace?: string): Promise<TestService> => startTestService({ module: IntakeModule, service: 'intake', namespace, overrides: [[IntakeConfig, { turns }]] });

const withdraw = (tenantId: string): Promise<PortfolioWithdrawalView> => intake.requests.request(withdrawFromPortfolio, {
  id: newId(), dialect: 'wealthkernel', dialectId: `wth-${newId()}`, portfolioId: 'prt-1', partyId: 'pty-1', bankAccountId: 'bac-1',
  type: 'specified', consideration: { currency: 'GBP', amount: '120.00' }, closePortfolio: false, currency: 'GBP',
}, { tenantId });

const begun = (tenantId: string): number => intake.seen(checkBankAccount).filter((message) => message.tenantId === tenantId).length;

/** The withdrawal ends as rejected, and is worked on no more. */
async function end({ id }: PortfolioWithdrawalView, tenantId: string): Promise<void> {
  await intake.publish(bankAccountRefused, { bankAccountId: 'bac-1', reason: 'not_active' }, { withdrawalId: id, tenantId });
}

beforeAll(async () => {
  intake = await start();
});
afterAll(() => intake.stop());

describe('more withdrawals of one tenant than may be under way beside another’s', () => {
  const answered: PortfolioWithdrawalView[] = [];
  let waiting: Promise<unknown>[];

  it('wait, while the other tenant’s begin at once', async () => {
    await withdraw('globex');
    answered.push(await withdraw('acme'), await withdraw('acme'));
    waiting = [1, 2, 3].map(() => withdraw('acme').then((view) => answered.push(view)));
    await withdraw('globex');
    await until('all that may have begun', () => begun('globex') === 2 && begun('acme') === 2);
    expect(answered).toHaveLength(2);
  });

  it('are refused for now when too many wait', async () => {
    await expect(withdraw('acme')).rejects.toThrow(ServiceAway);
  });

  it('begin as those before them end, each once', async () => {
    for (let ended = 0; ended < 5; ended += 1) {
      await until('one more is under way', () => answered.length > ended);
      await end(answered[ended] as PortfolioWithdrawalView, 'acme');
    }
    await Promise.all(waiting);
    await until('each was begun', () => begun('acme') === 5);
    expect(new Set(answered.map(({ id }) => id)).size).toBe(5);
  });
});

describe('an instance that takes the place of one with a burst under way', () => {
  it('counts nothing of it: what was begun goes on, and more may begin', async () => {
    const before = [await withdraw('acme'), await withdraw('acme')];
    await intake.stopOnly();
    await intake.probe.close();
    intake = await start(intake.namespace);
    await withdraw('globex');
    await withdraw('acme');
    for (const each of before) await end(each, 'acme');
    await withdraw('acme');
  });
});
