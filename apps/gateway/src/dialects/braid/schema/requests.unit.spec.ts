import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@sluice/kernel';
import { DialectRefusal } from '../../../http/problem.js';
import { readEstimate, readPreview, readWallet, readWithdrawal } from './requests.js';

const requestId = 'df8b7be6-e110-4f6d-9b2d-7c44a5b1f0b0';
const order = { requestId, chain: 'ethereum', token: 'usdc', withdrawalAmount: '65000', destinationAddress: '0x742d35Cc6634C0532925a3b844Bc454e4438f44e' };
const preview = { destinationChain: 'polygon', destinationToken: 'usdc', withdrawalAmount: '65000' };
const wallet = { requestId, label: 'Treasury', positions: [{ positionKey: 'usdz', targetWeightBps: 6000 }, { positionKey: 'rlp', targetWeightBps: 4000 }] };

/** The code and the sentence with which a body is refused. */
function refusedBy(reading: () => unknown): [string, string] {
  try {
    reading();
  } catch (error) {
    if (error instanceof DomainError) return [error instanceof DialectRefusal ? error.dialectCode : error.code, error.message];
    throw error;
  }
  throw new Error('It was read.');
}
const codeOf = (reading: () => unknown): string => refusedBy(reading)[0];

describe('the amount of a withdrawal', () => {
  it.each([
    ['65000', 65_000_000_000n], ['65000.00', 65_000_000_000n], ['0.000001', 1n], ['100.123456', 100_123_456n], ['0.5', 500_000n], ['999999999999999.999999', 999_999_999_999_999_999_999n],
  ])('%s is read exactly', (withdrawalAmount, units) => {
    expect(readWithdrawal({ ...order, withdrawalAmount }).amount.units).toBe(units);
    expect(readPreview({ ...preview, withdrawalAmount }).amount.units).toBe(units);
  });

  it.each(['100.1234567', '1.0000000', '0.0000000', '0.0000001', '1.00000000000000000000'])('%s is finer than USDC, be it by zeros', (withdrawalAmount) => {
    expect(codeOf(() => readWithdrawal({ ...order, withdrawalAmount }))).toBe('precision_overflow');
    expect(codeOf(() => readPreview({ ...preview, withdrawalAmount }))).toBe('precision_overflow');
  });

  it.each([
    '', '0', '0.0', '0.000000', '-1', '+1', ' 1', '1 ', '1,000', '01', '00.5', '.5', '5.', '1e3', '1E3', '0x10', 'NaN', 'Infinity', '1_000', '１', '1.2.3', '1000000000000000', '1\n', 65000, 0.5, true, [], ['1'], {},
  ])('%j is none', (withdrawalAmount) => {
    expect(codeOf(() => readWithdrawal({ ...order, withdrawalAmount }))).toBe('invalid_amount');
    expect(codeOf(() => readPreview({ ...preview, withdrawalAmount }))).toBe('invalid_amount');
  });
});

describe('the address of a withdrawal', () => {
  const lower = order.destinationAddress.toLowerCase();
  it.each([order.destinationAddress, lower, `0x${lower.slice(2).toUpperCase()}`, '0x0000000000000000000000000000000000000001', `0x${'1'.repeat(40)}`])('%s is kept as it was given', (destinationAddress) => {
    expect(readWithdrawal({ ...order, destinationAddress }).toAddress).toBe(destinationAddress);
  });

  it.each([
    ['of a wrong checksum', '0x742d35Cc6634C0532925a3b844Bc454e4438f44E'], ['with one capital', lower.replace('f', 'F')], ['of zeros', `0x${'0'.repeat(40)}`], ['too short', lower.slice(0, -1)],
    ['too long', `${lower}0`], ['without 0x', lower.slice(2)], ['with 0X', `0X${lower.slice(2)}`], ['not hexadecimal', `0x${'g'.repeat(40)}`], ['with a space', ` ${lower}`], ['with a line break', `${lower}\n`],
    ['of Solana', 'So11111111111111111111111111111111111111112'], ['empty', ''], ['a number', 1], ['a list', [lower]],
    ['too short, with capitals', order.destinationAddress.slice(0, -1)], ['too long, with capitals', `${order.destinationAddress}0`], ['without 0x, with capitals', order.destinationAddress.slice(2)],
    ['of Solana, without 0', '9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM'], ['a sentence', 'My address is 0xAb.'],
  ])('is refused when it is %s', (_, destinationAddress) => {
    expect(codeOf(() => readWithdrawal({ ...order, destinationAddress }))).toBe('invalid_address');
  });
});

describe('chain, token and request id of a withdrawal', () => {
  it.each(['ethereum', 'arbitrum', 'base', 'polygon', 'optimism', 'bsc'])('may go to %s', (chain) => {
    expect(readWithdrawal({ ...order, chain }).chain).toBe(chain);
    expect(readPreview({ ...preview, destinationChain: chain }).destinationChain).toBe(chain);
  });

  it.each(['solana', 'avalanche', 'Ethereum', 'ethereum ', '', 1, ['ethereum'], {}])('may not go to %j', (chain) => {
    expect(codeOf(() => readWithdrawal({ ...order, chain }))).toBe('unsupported_chain');
    expect(codeOf(() => readPreview({ ...preview, destinationChain: chain }))).toBe('unsupported_chain');
  });

  it.each(['usdt', 'USDC', '', 0, false])('may not be of %j', (token) => {
    expect(codeOf(() => readWithdrawal({ ...order, token }))).toBe('unsupported_token');
    expect(codeOf(() => readPreview({ ...preview, destinationToken: token }))).toBe('unsupported_token');
  });

  it.each(['', 'x', 'df8b7be6-e110-1f6d-9b2d-7c44a5b1f0b0', 'df8b7be6-e110-4f6d-7b2d-7c44a5b1f0b0', 'df8b7be6e1104f6d9b2d7c44a5b1f0b0', `${requestId} `, `{${requestId}}`, 5, {}])('is not asked for by %j', (id) => {
    expect(codeOf(() => readWithdrawal({ ...order, requestId: id }))).toBe('invalid_request_id');
    expect(codeOf(() => readWallet({ ...wallet, requestId: id }))).toBe('invalid_request_id');
  });

  it('is the same request in capitals', () => {
    expect(readWithdrawal({ ...order, requestId: requestId.toUpperCase() }).requestId).toBe(requestId);
  });
});

describe('what is missing', () => {
  it('is named all at once', () => {
    expect(refusedBy(() => readWithdrawal({}))).toEqual(['validation_error', 'Missing required fields: requestId, chain, token, withdrawalAmount, destinationAddress.']);
    expect(refusedBy(() => readPreview(null))).toEqual(['validation_error', 'Missing required fields: destinationChain, destinationToken, withdrawalAmount.']);
    expect(refusedBy(() => readWallet(null))).toEqual(['validation_error', 'Missing required fields: requestId, label, positions.']);
    expect(refusedBy(() => readEstimate({}))).toEqual(['validation_error', 'Missing required fields: destinationToken, destinationChain, positions.']);
  });

  it('is named when the other endpoint’s names are used', () => {
    expect(refusedBy(() => readWithdrawal({ ...preview, requestId, destinationAddress: order.destinationAddress }))).toEqual(['validation_error', 'Missing required fields: chain, token.']);
    expect(refusedBy(() => readPreview(order))).toEqual(['validation_error', 'Missing required fields: destinationChain, destinationToken.']);
  });

  it.each(['requestId', 'chain', 'token', 'withdrawalAmount', 'destinationAddress'])('is also a %s of null', (name) => {
    expect(refusedBy(() => readWithdrawal({ ...order, [name]: null }))).toEqual(['validation_error', `Missing required fields: ${name}.`]);
  });

  it('comes before what is wrong', () => {
    expect(codeOf(() => readWithdrawal({ ...order, withdrawalAmount: 'x', chain: null }))).toBe('validation_error');
  });

  it('is nothing when there is more than is known', () => {
    expect(readWithdrawal({ ...order, colour: 'blue' })).toMatchObject({ requestId, chain: 'ethereum' });
  });
});

describe('a wallet that is ordered', () => {
  it('needs no approvals unless it says so', () => {
    expect(readWallet(wallet)).toEqual({ requestId, label: 'Treasury', targets: wallet.positions, approvalPolicy: 'none' });
    expect(readWallet({ ...wallet, approvalPolicy: null }).approvalPolicy).toBe('none');
    expect(readWallet({ ...wallet, approvalPolicy: 'customer' }).approvalPolicy).toBe('customer');
  });

  it.each([{ label: '' }, { label: '  ' }, { label: 5 }, { label: 'x'.repeat(101) }, { label: 'a\u0007b' }, { approvalPolicy: 'always' }, { approvalPolicy: true }])('is refused with %j', (change) => {
    expect(codeOf(() => readWallet({ ...wallet, ...change }))).toBe('validation_error');
  });
});

describe('positions', () => {
  const whole = { positionKey: 'usdz', targetWeightBps: 10_000 };
  it.each([[[whole]], [[whole, { positionKey: 'rlp', targetWeightBps: 0 }]], [[{ ...whole, targetWeightBps: 9_999, more: 1 }, { positionKey: 'ustb', targetWeightBps: 1 }]]])('may be %j', (positions) => {
    expect(readWallet({ ...wallet, positions }).targets).toHaveLength(positions.length);
    expect(readEstimate({ destinationChain: 'base', destinationToken: 'usdc', positions }).targets).toHaveLength(positions.length);
  });

  it.each([
    [[]], ['usdz'], [{}], [5], [[null]], [['usdz']], [[{ positionKey: 'usdz' }]], [[{ targetWeightBps: 10_000 }]], [[{ ...whole, positionKey: null }]], [[{ ...whole, targetWeightBps: '10000' }]],
    [[{ ...whole, positionKey: 'gold' }]], [[{ ...whole, positionKey: 'cash_usdc:cctp' }]], [[{ ...whole, targetWeightBps: 9_999 }]], [[whole, { positionKey: 'rlp', targetWeightBps: 1 }]], [[{ ...whole, targetWeightBps: 9_999.5 }, { positionKey: 'rlp', targetWeightBps: 0.5 }]],
    [[{ ...whole, targetWeightBps: 11_000 }, { positionKey: 'rlp', targetWeightBps: -1_000 }]], [[{ ...whole, targetWeightBps: 5_000 }, { ...whole, targetWeightBps: 5_000 }]], [[{ ...whole, targetWeightBps: true }]],
  ])('may not be %j', (positions) => {
    expect(codeOf(() => readWallet({ ...wallet, positions }))).toBe('invalid_positions');
    expect(codeOf(() => readEstimate({ destinationChain: 'base', destinationToken: 'usdc', positions }))).toBe('invalid_positions');
  });
});

describe('an estimate', () => {
  it.each(['bsc', 'solana', 'x', 5])('is not made for %j', (destinationChain) => {
    expect(codeOf(() => readEstimate({ destinationChain, destinationToken: 'usdc', positions: wallet.positions }))).toBe('unsupported_chain');
  });

  it('is not made for another token', () => {
    expect(codeOf(() => readEstimate({ destinationChain: 'base', destinationToken: 'eurc', positions: wallet.positions }))).toBe('unsupported_token');
  });
});
