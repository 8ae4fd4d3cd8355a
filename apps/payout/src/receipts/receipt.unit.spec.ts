import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import { receiptContent } from '../../test/receipt-content.js';
import { verificationCode, type ReceiptContent } from './receipt.js';

const content = receiptContent();
const code = verificationCode(content, 'key');

describe('the verification code of a receipt', () => {
  it('is four groups of four letters, the same for good', () => {
    expect(code).toBe('NXUW-B22I-I6T4-6H5J');
    expect(verificationCode(receiptContent(), 'key')).toBe(code);
  });

  it.each<[string, Partial<ReceiptContent>]>([
    ['withdrawal', { withdrawalId: 'wth_2' }],
    ['amount', { amount: Money.parse('2500.01', 'USD') }],
    ['currency', { amount: Money.parse('2500.00', 'EUR') }],
    ['rail', { rail: 'WIRE' }],
    ['reference', { reference: 'Monthly transfer ' }],
    ['missing reference', { reference: undefined }],
    ['payer', { payer: { name: 'Ada', account: 'acc_2' } }],
    ['payee', { payee: { ...content.payee, name: 'Eve' } }],
    ['account number', { payee: { ...content.payee, numbers: { ...content.payee.numbers, accountNumber: '12345679' } } }],
    ['numbers in each other\'s place', { payee: { ...content.payee, numbers: { sortCode: '021000021', accountNumber: '12345678' } } }],
    ['time', { executedAt: new Date('2026-01-17T14:20:01Z') }],
    ['trace number', { trace: '091000019123457' }],
  ])('is another for another %s', (_, changes) => {
    expect(verificationCode(receiptContent(changes), 'key')).not.toBe(code);
  });

  it('cannot be found without the key', () => {
    expect(verificationCode(content, 'another key')).not.toBe(code);
    expect(verificationCode(content, '')).not.toBe(code);
  });
});
