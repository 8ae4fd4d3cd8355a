import { describe, expect, it } from '@jest/globals';
import type { WithdrawalView } from '@sluice/contract-intake';
import { acceptedBody, cancelledBody, createdBody, listBody, openedBody, withdrawalBody } from './mapping.js';

const usd = (units: string) => ({ currency: 'USD' as const, units });
const created: WithdrawalView = {
  id: '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11', dialect: 'bultra', dialectId: 'wth_777666555', version: 1, phase: 'created', hold: 'none', accountId: 'acc_123456789', destinationId: 'cpty_111222333',
  amount: usd('250000'), delivered: usd('0'), fee: usd('0'), purpose: 'PERSONAL_ACCOUNT', rail: 'ACH', reference: 'Monthly transfer', createdAt: '2026-01-15T10:30:00.999Z', updatedAt: '2026-01-15T10:30:00.999Z',
};
const executed: WithdrawalView = {
  ...created, phase: 'settled', version: 9, authorizedAt: '2026-01-15T10:35:00.000Z', estimatedCompletion: '2026-01-17T17:00:00.000Z', endedAt: '2026-01-17T14:20:00.000Z', trace: '091000019123456',
};

describe('what Bultra prints of a withdrawal', () => {
  it('is, when it is created, the example of its documentation to the letter', () => {
    expect(JSON.stringify(createdBody(created), null, 2)).toBe(`{
  "id": "wth_777666555",
  "account_id": "acc_123456789",
  "counterparty_id": "cpty_111222333",
  "amount": "2500.00",
  "currency": "USD",
  "rail": "ACH",
  "purpose": "PERSONAL_ACCOUNT",
  "status": "REQUESTED",
  "created_at": "2026-01-15T10:30:00Z"
}`);
  });

  it('is the same answer to its creation whatever happened since', () => {
    expect(createdBody(executed)).toEqual(createdBody(created));
  });

  it('is, when it is executed, the example of its documentation to the letter', () => {
    expect(JSON.stringify(withdrawalBody(executed))).toBe(
      '{"id":"wth_777666555","account_id":"acc_123456789","counterparty_id":"cpty_111222333","amount":"2500.00","currency":"USD","rail":"ACH","purpose":"PERSONAL_ACCOUNT","status":"EXECUTED",' +
        '"reference":"Monthly transfer","created_at":"2026-01-15T10:30:00Z","accepted_at":"2026-01-15T10:35:00Z","executed_at":"2026-01-17T14:20:00Z"}',
    );
  });

  it('is a failure with its return once the payment came back', () => {
    const body = withdrawalBody({ ...executed, returned: { code: 'R03', at: '2026-01-20T09:00:00.000Z' } });
    expect(body).toMatchObject({ status: 'FAILED', executed_at: '2026-01-17T14:20:00Z', failed_at: '2026-01-20T09:00:00Z', failure_code: 'R03', returned_at: '2026-01-20T09:00:00Z', return_code: 'R03' });
  });

  it.each([['failed', 'RFI_EXPIRED', 'RFI_EXPIRED'], ['rejected', 'SANCTIONS', 'SANCTIONS'], ['partial', 'whatever', 'PARTIALLY_PAID'], ['failed', 'counterparty_not_approved', 'COUNTERPARTY_NOT_APPROVED']] as const)('is a failure with its reason when it %s', (phase, code, printed) => {
    const body = withdrawalBody({ ...executed, phase, failure: { code, reason: 'Because.' } });
    expect(body).toMatchObject({ status: 'FAILED', failed_at: '2026-01-17T14:20:00Z', failure_code: printed, failure_reason: 'Because.' });
    expect(body).not.toHaveProperty('executed_at');
  });

  it('leaves out what did not happen, and every canonical word', () => {
    const { reference: _, ...bare } = created;
    expect(Object.keys(withdrawalBody(bare))).toEqual(['id', 'account_id', 'counterparty_id', 'amount', 'currency', 'rail', 'purpose', 'status', 'created_at']);
    expect(JSON.stringify(withdrawalBody(executed))).not.toMatch(/null|phase|hold|dialect|tenant|6f1c2f0e|version/);
  });
});

describe('what Bultra prints of an order', () => {
  it('is exactly what acceptance came to, whatever happened since', () => {
    expect(JSON.stringify(acceptedBody(executed))).toBe('{"id":"wth_777666555","status":"ACCEPTED","accepted_at":"2026-01-15T10:35:00Z","estimated_completion":"2026-01-17T17:00:00Z"}');
  });

  it('is exactly what cancelling came to', () => {
    expect(JSON.stringify(cancelledBody({ ...created, phase: 'cancelled', endedAt: '2026-01-15T10:40:00.000Z' }))).toBe('{"id":"wth_777666555","status":"CANCELLED","cancelled_at":"2026-01-15T10:40:00Z"}');
  });
});

describe('what Bultra prints of an account', () => {
  it('is empty and active in the answer to its opening, whatever happened since', () => {
    const body = openedBody({ id: 'acc_1', kind: 'customer', owner: 'c', status: 'FROZEN', posted: usd('500'), pending: usd('100'), available: usd('400'), createdAt: '2026-01-15T10:30:00.000Z' });
    expect(body).toMatchObject({ status: 'ACTIVE', balance: { available: '0.00', total: '0.00', pending: '0.00' } });
  });
});

describe('a page', () => {
  it.each([[[], false, { has_more: false }], [[{ id: 'a' }], false, { has_more: false }], [[{ id: 'a' }, { id: 'b' }], true, { has_more: true, next_cursor: 'b' }]])('of %j ends with its cursor', (data, hasMore, pagination) => {
    expect(listBody(data, hasMore)).toEqual({ data, pagination });
  });

  it('goes on after the last row that was looked at, also when none of them is shown', () => {
    expect(listBody([], true, 'b')).toEqual({ data: [], pagination: { has_more: true, next_cursor: 'b' } });
  });
});
