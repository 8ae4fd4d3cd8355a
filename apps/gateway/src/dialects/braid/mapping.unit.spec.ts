import { describe, expect, it } from '@jest/globals';
import { type PayoutLegView, type WalletWithdrawalView } from '@sluice/contract-intake';
import { holdSchema, phaseSchema } from '@sluice/contract-kit';
import { braidPayoutStatus as payoutStatus, braidPhasesOf as phasesOf, braidStatuses as statuses, braidStatusOf as statusOf, braidUsd as usd } from '@sluice/dialect-words';
import { Money } from '@sluice/kernel';
import type { YieldSources } from '../../wallets/wallets.js';
import { estimatesBody, isoDuration, payoutBody, previewBody, retriedBody, summaryBody, walletBody, withdrawalBody } from './mapping.js';

const usdc = (units: string) => ({ currency: 'USDC' as const, units });
const leg: PayoutLegView = { id: '0c7c6fcb-3c49-4f6d-9a8d-1d2b8d1ef7b0', key: 'usdz', attempt: 1, status: 'confirming', amount: usdc('65000000000') };
const view: WalletWithdrawalView = {
  id: '11b17950-1f5c-4d36-8f0d-0f3d1d0c6a45', dialect: 'braid', version: 4, requestId: 'df8b7be6-e110-4f6d-9b2d-7c44a5b1f0b0', walletId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db', phase: 'delivering', hold: 'none',
  amount: usdc('65000000000'), fee: usdc('0'), chain: 'ethereum', toAddress: '0x742d35Cc6634C0532925a3b844Bc454e4438f44e', payouts: [leg],
  sourceLegs: [
    { id: 'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d', key: 'usdz', chain: 'arbitrum', amount: usdc('35000000000'), status: 'processing' },
    { id: 'b2c3d4e5-f6a7-4b8c-9d0e-1f2a3b4c5d6e', key: 'cash_usdc:cctp', chain: 'arbitrum', amount: usdc('30000000000'), status: 'completed' },
  ],
  createdAt: '2026-02-05T11:00:00Z', updatedAt: '2026-02-05T11:05:00.000Z',
};
const ended = { ...view, endedAt: '2026-02-05T12:30:00.000Z' };

describe('what Braid prints of a withdrawal', () => {
  it('is its documentation’s example, with approval state and failure of the leg added', () => {
    expect(withdrawalBody(view)).toEqual({
      id: '11b17950-1f5c-4d36-8f0d-0f3d1d0c6a45', requestId: 'df8b7be6-e110-4f6d-9b2d-7c44a5b1f0b0', walletId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db', amountUsd: '65000.00', feeUsd: '0.00',
      destinationChain: 'ethereum', destinationToken: 'usdc', destinationAddress: '0x742d35Cc6634C0532925a3b844Bc454e4438f44e', status: 'processing', txHash: null, failureReason: null,
      customerApprovalState: 'not_required', blockedBy: null,
      payouts: [{
        id: '0c7c6fcb-3c49-4f6d-9a8d-1d2b8d1ef7b0', legKey: 'pos_usdz_001', status: 'processing', amount: '65000.00', token: 'usdc', chain: 'ethereum',
        destinationAddress: '0x742d35Cc6634C0532925a3b844Bc454e4438f44e', txHash: null, failureReason: null,
      }],
      sourceLegs: [
        { id: 'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d', positionKey: 'usdz', sourceChain: 'arbitrum', requestedUsdcUnits: '35000000000', status: 'processing' },
        { id: 'b2c3d4e5-f6a7-4b8c-9d0e-1f2a3b4c5d6e', positionKey: 'cash_usdc:cctp', sourceChain: 'arbitrum', requestedUsdcUnits: '30000000000', status: 'completed' },
      ],
      createdAt: '2026-02-05T11:00:00.000Z', updatedAt: '2026-02-05T11:05:00.000Z', completedAt: null,
    });
  });

  it('has its keys in the documentation’s order', () => {
    expect(Object.keys(withdrawalBody(view))).toEqual([
      'id', 'requestId', 'walletId', 'amountUsd', 'feeUsd', 'destinationChain', 'destinationToken', 'destinationAddress', 'status', 'txHash', 'failureReason', 'customerApprovalState', 'blockedBy',
      'payouts', 'sourceLegs', 'createdAt', 'updatedAt', 'completedAt',
    ]);
  });

  it('is in a list the documentation’s item to the letter', () => {
    expect(JSON.stringify(summaryBody({ ...ended, phase: 'settled' }))).toBe(
      '{"id":"11b17950-1f5c-4d36-8f0d-0f3d1d0c6a45","requestId":"df8b7be6-e110-4f6d-9b2d-7c44a5b1f0b0","walletId":"9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db","amountUsd":"65000.00","feeUsd":"0.00",' +
        '"destinationChain":"ethereum","destinationToken":"usdc","status":"completed","createdAt":"2026-02-05T11:00:00.000Z","completedAt":"2026-02-05T12:30:00.000Z"}',
    );
  });

  it.each(['settled', 'partial', 'failed', 'cancelled'] as const)('has the time of its end when it is %s', (phase) => {
    expect([withdrawalBody({ ...ended, phase }).completedAt, summaryBody({ ...ended, phase }).completedAt]).toEqual([ended.endedAt, ended.endedAt]);
  });

  it('has none once a leg is retried, whatever was noted before', () => {
    expect(withdrawalBody(ended).completedAt).toBeNull();
  });

  it('has the first hash there is', () => {
    expect(withdrawalBody({ ...view, payouts: [leg, { ...leg, txHash: '0x1' }, { ...leg, txHash: '0x2' }] }).txHash).toBe('0x1');
  });

  it('has a reason at the top only when it failed as a whole: that of the first leg that did', () => {
    const payouts = [{ ...leg, status: 'cancelled' as const, failureReason: 'cancelled_by_customer' }, { ...leg, status: 'failed' as const, failureReason: 'onchain_reverted' }];
    expect(withdrawalBody({ ...ended, phase: 'failed', payouts }).failureReason).toBe('onchain_reverted');
    expect(withdrawalBody({ ...ended, phase: 'failed', payouts, failureReason: 'usdc_authorization_expired' }).failureReason).toBe('usdc_authorization_expired');
    for (const phase of ['partial', 'cancelled', 'delivering'] as const) expect(withdrawalBody({ ...ended, phase, payouts, failureReason: 'x' }).failureReason).toBeNull();
  });

  it('has no canonical word', () => {
    expect(JSON.stringify(withdrawalBody(view))).not.toMatch(/phase|hold|dialect|tenant|version|attempt|toAddress/);
  });
});

describe('what Braid prints of a payout', () => {
  it.each([[1, 'pos_usdz_001'], [2, 'pos_usdz_002'], [12, 'pos_usdz_012'], [1000, 'pos_usdz_1000']])('is named by its attempt %d', (attempt, legKey) => {
    expect(payoutBody({ ...leg, attempt }, view).legKey).toBe(legKey);
    expect(retriedBody({ ...leg, attempt })).toEqual({ id: leg.id, legKey, status: 'planning' });
  });

  it('keeps the key of cash as it is', () => {
    expect(payoutBody({ ...leg, key: 'cash_usdc:cctp' }, view).legKey).toBe('pos_cash_usdc:cctp_001');
  });

  const activity = { turnkeyActivityId: 'act', approvalRequestedAt: '2026-02-05T11:00:00.000Z', approvalValidBefore: '2026-02-06T11:00:00.000Z' };
  it('tells of the approval while it is due, and no longer', () => {
    expect(payoutBody({ ...leg, ...activity, status: 'awaiting_signature' }, view)).toMatchObject({ status: 'pending_customer_approval', ...activity });
    expect(Object.keys(payoutBody({ ...leg, ...activity, status: 'signed' }, view))).not.toContain('turnkeyActivityId');
  });

  it('has every status of the documentation', () => {
    expect(payoutStatus).toEqual({
      planned: 'planning', queued: 'waiting_for_prior_approval', awaiting_signature: 'pending_customer_approval', signed: 'pending_broadcast', sent: 'broadcasted', confirming: 'processing',
      delivered: 'completed', failed: 'failed', cancelled: 'cancelled', not_needed: 'skipped',
    });
  });
});

describe('the approval state of a withdrawal', () => {
  const queued: PayoutLegView = { ...leg, status: 'queued', blockedBy: 'd1f0a2b3-1111-4c22-9d33-aa44bb55cc66' };
  it.each([
    ['required', [{ ...leg, status: 'awaiting_signature' as const }], null], ['queued', [leg, queued], queued.blockedBy], ['required', [queued, { ...leg, status: 'awaiting_signature' as const }], null], ['not_required', [leg], null],
  ])('is %s by its legs', (customerApprovalState, payouts, blockedBy) => {
    expect(withdrawalBody({ ...view, payouts })).toMatchObject({ customerApprovalState, blockedBy });
  });
});

describe('the status of a withdrawal', () => {
  it('is as the canonical table says, for every phase and hold', () => {
    const shown = phaseSchema.options.map((phase) => `${phase}: ${holdSchema.options.map((hold) => statusOf({ ...view, phase, hold })).join(' ')}`);
    expect(shown).toEqual([
      'created: pending pending pending pending',
      'authorized: pending processing processing processing',
      ...['sourcing', 'bridging', 'delivering', 'cancelling'].map((phase) => `${phase}: processing processing processing processing`),
      'settled: completed completed completed completed',
      'partial: partially_completed partially_completed partially_completed partially_completed',
      'failed: failed failed failed failed',
      'rejected: failed failed failed failed',
      'cancelled: cancelled cancelled cancelled cancelled',
    ]);
  });

  it('stays what it was while it is cancelled', () => {
    const untouched = { ...view, phase: 'cancelling' as const, payouts: [{ ...leg, status: 'planned' as const }], sourceLegs: view.sourceLegs.map((source) => ({ ...source, status: 'pending' as const })) };
    expect(statusOf(untouched)).toBe('pending');
    expect(statusOf({ ...untouched, payouts: [{ ...leg, status: 'signed' }] })).toBe('processing');
    expect(statusOf({ ...untouched, sourceLegs: view.sourceLegs })).toBe('processing');
  });

  it.each(statuses)('%s is found in the phases of the filter', (status) => {
    const seen = phaseSchema.options.filter((phase) => phase !== 'created' && phase !== 'rejected');
    const shownAs = seen.filter((phase) => holdSchema.options.some((hold) => statusOf({ ...view, phase, hold }) === status));
    expect(phasesOf([status])).toEqual(expect.arrayContaining(shownAs));
    expect(phasesOf([status])).not.toEqual(expect.arrayContaining(['created']));
    expect(phasesOf([status])).not.toEqual(expect.arrayContaining(['rejected']));
  });
});

const sources: YieldSources = [
  { positionKey: 'usdz', name: 'USDZ', chain: 'arbitrum', unwindTime: 'PT0H', type: 'stablecoin' }, { positionKey: 'syrupUsdc', name: 'Syrup', chain: 'ethereum', unwindTime: 'PT0H', type: 'vault' },
  { positionKey: 'rlp', name: 'RLP', chain: 'ethereum', unwindTime: 'PT24H', type: 'window' },
];
const wallet = {
  id: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db', label: 'Treasury', status: 'active' as const, approvalPolicy: 'none' as const, createdAt: '2026-02-05T08:15:00.000Z', depositAddress: '0x21246509968c4d24611f414560971AEc2e3A079B',
  targets: [{ positionKey: 'usdz' as const, targetWeightBps: 6050 }, { positionKey: 'rlp' as const, targetWeightBps: 3950 }],
  total: usdc('82500000000'), withdrawable: usdc('82500000001'), earned: usdc('1250500000'),
  holdings: [
    { key: 'cash_usdc:cctp' as const, chain: 'base' as const, value: usdc('1'), reserved: usdc('0') }, { key: 'usdz' as const, chain: 'arbitrum' as const, value: usdc('35000000000'), reserved: usdc('5') },
    { key: 'syrupUsdc' as const, chain: 'ethereum' as const, value: usdc('1000001'), reserved: usdc('0') },
  ],
};

describe('what Braid prints of a wallet', () => {
  it('is its address per chain, its balance, its strategy in percent, and what it has and is meant to have', () => {
    expect(walletBody(wallet, sources)).toEqual({
      id: wallet.id, label: 'Treasury', status: 'active', createdAt: '2026-02-05T08:15:00.000Z',
      depositAddresses: Object.fromEntries(['ethereum', 'arbitrum', 'base', 'polygon', 'optimism', 'bsc'].map((chain) => [chain, wallet.depositAddress])),
      balance: { totalUsd: '82500.00', withdrawableUsd: '82500.000001', earnedUsd: '1250.50' },
      strategy: { allocations: [{ positionKey: 'usdz', pct: 60.5 }, { positionKey: 'rlp', pct: 39.5 }], status: 'aligned' },
      positions: [
        { positionKey: 'usdz', name: 'USDZ', chain: 'arbitrum', targetWeightBps: 6050, valueUsd: '35000.00' }, { positionKey: 'syrupUsdc', name: 'Syrup', chain: 'ethereum', targetWeightBps: 0, valueUsd: '1.000001' },
        { positionKey: 'rlp', name: 'RLP', chain: 'ethereum', targetWeightBps: 3950, valueUsd: '0.00' },
      ],
    });
  });
});

describe('dollars', () => {
  it.each([['0', '0.00'], ['1', '0.000001'], ['10', '0.00001'], ['100', '0.0001'], ['1000', '0.001'], ['10000', '0.01'], ['100000', '0.10'], ['1000000', '1.00'], ['65000000000', '65000.00'], ['100123456', '100.123456'], ['100120000', '100.12'], ['10000000', '10.00']])(
    'of %s units are %s', (units, printed) => {
      expect(usd(usdc(units))).toBe(printed);
    },
  );
});

describe('a length of time', () => {
  it.each([[0, 'PT0H'], [1, 'PT1S'], [60, 'PT1M'], [5_400, 'PT1H30M'], [7_200, 'PT2H'], [86_399, 'PT23H59M59S'], [86_400, 'PT24H'], [90_000, 'PT25H'], [172_799, 'PT47H59M59S'], [172_800, 'P2D'], [172_801, 'P2DT1S'], [10_800, 'PT3H']])('of %d seconds is %s', (seconds, printed) => {
    expect(isoDuration(seconds)).toBe(printed);
    expect(printed).toMatch(/^P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/);
  });
});

describe('what Braid prints of what a withdrawal would do', () => {
  it('is the documentation’s example', () => {
    const preview = previewBody({ destinationChain: 'polygon', amount: Money.parse('65000', 'USDC') }, { available: usdc('82500000000'), fee: usdc('0'), completionSeconds: 7_200 });
    expect(JSON.stringify(preview)).toBe('{"amountUsd":"65000.00","feeUsd":"0.00","availableUsd":"82500.00","estimatedCompletionTime":"PT2H"}');
  });

  it('is each position’s steps with their quantiles, and the weight it was ordered with', () => {
    const time = (p50: number) => ({ p50, p90: p50 * 2, max: p50 * 3 });
    const body = estimatesBody(
      { destinationChain: 'ethereum', targets: [{ positionKey: 'usdz', targetWeightBps: 10_000 }] },
      { estimates: [{ positionKey: 'usdz', sourceChain: 'arbitrum', steps: [{ step: 'unwind_liquidity', time: time(0) }, { step: 'bridge_cctp', time: time(3_600) }], fullSettlementTime: time(3_600) }], fullSettlementTime: time(3_600) },
    );
    const hour = { p50: 'PT1H', p90: 'PT2H', max: 'PT3H' };
    expect(body).toEqual({
      destinationToken: 'usdc', destinationChain: 'ethereum',
      estimates: [{
        positionKey: 'usdz', targetWeightBps: 10_000, sourceChain: 'arbitrum',
        steps: [{ step: 'unwind_liquidity', p50: 'PT0H', p90: 'PT0H', max: 'PT0H' }, { step: 'bridge_cctp', ...hour }], fullSettlementTime: hour,
      }],
      fullSettlementTime: hour,
    });
  });
});
