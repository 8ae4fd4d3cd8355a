import { describe, expect, it } from '@jest/globals';
import { originatorSchema, sandboxOriginator } from './originator.js';

describe('a configured originator', () => {
  it('of the sandbox passes its own checks', () => {
    expect(originatorSchema.parse(sandboxOriginator)).toEqual(sandboxOriginator);
  });

  it.each([
    ['a name with a line break', { name: 'Sluice\nPayments' }],
    ['a name without a letter', { name: '...' }],
    ['a wrong routing number', { usd: { ...sandboxOriginator.usd, routingNumber: '091000018' } }],
    ['a company id too short', { usd: { ...sandboxOriginator.usd, companyId: '1' } }],
    ['a sort code with dashes', { gbp: { ...sandboxOriginator.gbp, sortCode: '20-00-00' } }],
    ['an IBAN with spaces', { eur: { ...sandboxOriginator.eur, iban: 'DE89 3704 0044' } }],
    ['no account in euros', { eur: undefined }],
  ])('with %s is refused', (_, changes) => {
    expect(originatorSchema.safeParse({ ...sandboxOriginator, ...changes }).success).toBe(false);
  });
});
