import { describe, expect, it } from '@jest/globals';
import { setLimits } from '@sluice/contract-compliance';
import { endedUsage, limitsAfter, noLimits, usageFor, type Limit, type UsageSubject } from './limit.js';

const limitOf = (about: Partial<Limit>): Limit => ({ scope: 'tenant', currency: 'USD', perWithdrawal: null, perDay: '10.00', per30Days: null, countPerDay: null, ...about });
const settingsOf = (revision: number, ...limits: Limit[]) => ({ revision, limits });

describe('limits that are set', () => {
  it('hold from the next revision on', () => {
    expect(limitsAfter(noLimits, settingsOf(1, limitOf({})))).toEqual(settingsOf(1, limitOf({})));
    expect(limitsAfter(settingsOf(1, limitOf({})), settingsOf(2))).toEqual(settingsOf(2));
  });

  it.each([0, 1, 2])('do not hold when revision %d comes after 2', (revision) => {
    const known = settingsOf(2, limitOf({}));
    expect(limitsAfter(known, settingsOf(revision))).toBe(known);
  });

  it('are refused together, each by its name', () => {
    const wrong = settingsOf(1, limitOf({ perDay: '1.001', perWithdrawal: '0.123' }), limitOf({}), limitOf({ scope: 'account', currency: 'USDC', perDay: '1.000001' }));
    expect(() => limitsAfter(noLimits, wrong)).toThrow(expect.objectContaining({
      code: 'invalid_request',
      details: [
        { field: 'limits.0.perWithdrawal', message: 'USD has fewer decimals.' },
        { field: 'limits.0.perDay', message: 'USD has fewer decimals.' },
        { field: 'limits.1', message: 'There is another limit for this scope and currency.' },
      ],
    }));
  });

  it.each(['-1', '1e3', '1,000', '', '1.0000001', '1234567890123456'])('are no amounts like %j', (perDay) => {
    expect(setLimits.body.safeParse(settingsOf(1, limitOf({ perDay }))).success).toBe(false);
  });
});

describe('what a withdrawal takes from the limits', () => {
  const reserved: UsageSubject = { tenantId: 'acme', accountId: 'acc_1', destinationId: 'cpty_1', amount: { currency: 'USD', units: '5' }, at: new Date('2026-01-15T23:59:59.999Z') };

  it('is a part of each that is about it, on the day of the tenant\'s clock', () => {
    const limits = [limitOf({}), limitOf({ scope: 'account' }), limitOf({ scope: 'counterparty' }), limitOf({ currency: 'EUR' })];
    expect(usageFor(reserved, { revision: 1, limits })).toMatchObject({
      status: 'taking', units: '5', currency: 'USD', day: '2026-01-15',
      counters: [{ counterId: '["acme","tenant","acme","USD"]' }, { counterId: '["acme","account","acc_1","USD"]' }, { counterId: '["acme","counterparty","cpty_1","USD"]' }],
    });
  });

  it('is nothing where no limit is about it', () => {
    expect(usageFor(reserved, noLimits)).toBeNull();
    expect(usageFor(reserved, { revision: 1, limits: [limitOf({ currency: 'EUR' })] })).toBeNull();
  });

  it('is given back at the end, once, and says whether it was taken', () => {
    const taking = usageFor(reserved, { revision: 1, limits: [limitOf({})] });
    expect(endedUsage(taking)).toMatchObject({ status: 'giving-back', wasCounted: false });
    const counted = endedUsage(taking && { ...taking, status: 'counted' });
    expect(counted).toMatchObject({ status: 'giving-back', wasCounted: true });
    expect(endedUsage(counted)).toBe(counted);
    expect(endedUsage(null)).toBeNull();
  });
});
