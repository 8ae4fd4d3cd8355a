import { describe, expect, it } from '@jest/globals';
import { codeOfSqlState, codeOfThrown, codeOfWriteError, CommandError, errorReply, isConnectionLoss } from './errors.ts';

const thrownByServer = (code: string) => Object.assign(new Error('as the server said'), { code });
const packed = (sqlState: string) => [...sqlState].reduce((sum, character, index) => sum + (character.charCodeAt(0) - 48) * 2 ** (6 * index), 0);

describe('an SQLSTATE', () => {
  it.each([
    ['M001C', 11_000], ['23505', 11_000], ['23P01', 11_000],
    ['40001', 112], ['40P01', 112], ['55P03', 112],
    ['M0001', 2], ['M0004', 14], ['M000D', 40], ['M000M', 66], ['M000S', 86], ['M00CO', 121], ['57014', 50],
  ])('%s is %d in MongoDB', (sqlState, code) => expect(codeOfSqlState(sqlState)).toBe(code));

  it.each(['M0ZZZ', '42601', 'XX000', ''])('that we do not know is an internal error: %s', (sqlState) => expect(codeOfSqlState(sqlState)).toBe(1));
});

describe('a code in writeErrors', () => {
  it('is unpacked when it is an SQLSTATE', () => {
    expect(codeOfWriteError(packed('M001C'))).toBe(11_000);
    expect(codeOfWriteError(packed('40001'))).toBe(112);
    expect(codeOfWriteError(packed('M0ZZZ'))).toBe(1);
  });

  it('is left alone when it is a code already', () => {
    expect(codeOfWriteError(11_000)).toBe(11_000);
    expect(codeOfWriteError(2)).toBe(2);
  });
});

describe('what was thrown', () => {
  it('keeps its own code when it is a refusal of ours', () => {
    expect(codeOfThrown(new CommandError(43, 'cursor not found'))).toBe(43);
  });

  it.each(['57P01', '57P03', '08006'])('is a lost connection when the server says so: %s', (code) => expect(isConnectionLoss(thrownByServer(code))).toBe(true));

  it.each([
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    new Error('Connection terminated unexpectedly'),
    new Error('Client has encountered a connection error and is not queryable'),
  ])('is a lost connection when the socket failed: %s', (error) => {
    expect(isConnectionLoss(error)).toBe(true);
    expect(codeOfThrown(error)).toBe(6);
  });

  it.each([thrownByServer('23505'), new CommandError(2, 'Connection in a text'), new TypeError('x is undefined'), 'text', undefined])(
    'is no lost connection: %s',
    (thrown) => expect(isConnectionLoss(thrown)).toBe(false),
  );
});

describe('the reply that tells of a failure', () => {
  it('says code, name and details', () => {
    expect(errorReply(new CommandError(11_000, 'E11000', { keyPattern: { a: 1 } }))).toEqual({
      ok: 0, code: 11_000, codeName: 'DuplicateKey', errmsg: 'E11000', keyPattern: { a: 1 },
    });
  });

  it('promises no safe retry: a write whose connection was lost may have been done', () => {
    expect(errorReply(thrownByServer('57P01'))).not.toHaveProperty('errorLabels');
  });
});
