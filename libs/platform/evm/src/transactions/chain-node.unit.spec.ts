import { describe, expect, it } from '@jest/globals';
import { answerOf } from './chain-node.js';

describe('what a node says to a transaction', () => {
  it.each(['already known', 'transaction already imported', 'nonce too low: next nonce 5, tx nonce 4', 'nonce is too low', 'ALREADY_EXISTS: already exists', 'known transaction: 0xab'])('is that it has it: %s', (words) => {
    expect(answerOf(words)).toEqual({ kind: 'taken' });
  });

  it.each([
    ['fee', 'max fee per gas less than block base fee: address 0xab, maxFeePerGas: 1, baseFee: 500'],
    ['fee', 'max fee per gas less than block base fee'],
    ['fee', 'replacement transaction underpriced'],
    ['fee', 'transaction underpriced: gas tip cap 1, minimum needed 25000000000'],
    ['fee', 'FeeTooLow, MaxFeePerGas too low. MaxFeePerGas: 1'],
    ['funds', 'insufficient funds for gas * price + value: balance 0, tx cost 1'],
    ['funds', 'sender doesn\'t have enough funds to send tx: not enough funds'],
    ['other', 'the sequencer is asleep'],
    ['other', 'exceeds block gas limit'],
  ])('is a refusal for %s: %s', (because, words) => {
    expect(answerOf(words)).toEqual({ kind: 'not-taken', because, words });
  });
});
