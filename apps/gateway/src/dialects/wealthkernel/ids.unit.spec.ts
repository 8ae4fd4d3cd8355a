import { describe, expect, it } from '@jest/globals';
import { newId } from '@sluice/kernel';
import { isId } from '../../portfolios/portfolios.js';
import { expectId, idOf } from './ids.js';

describe('an id', () => {
  it('is the same for the same request, another for another or for another kind of thing', () => {
    const request = newId();
    expect(idOf('wth-', request)).toBe(idOf('wth-', request));
    expect(idOf('wth-', request)).toMatch(/^wth-[a-z2-7]{14}$/);
    expect(idOf('wth-', newId())).not.toBe(idOf('wth-', request));
    expect(idOf('prt-', request).slice(4)).not.toBe(idOf('wth-', request).slice(4));
  });

  it('is known for one', () => {
    expect(expectId('bac-', 'bac-abcdefghij2345')).toBe('bac-abcdefghij2345');
  });

  it.each(['', 'wth-', 'bac-abcdefghij2345', 'wth-abcdefghij234', 'wth-abcdefghij23456', 'wth-abcdefghij2341', 'wth-ABCDEFGHIJ2345', 'wth_abcdefghij2345', 'wth-abcdefghij2345\n'])('is not %j', (text) => {
    expect(isId('wth-', text)).toBe(false);
    expect(() => expectId('wth-', text)).toThrow('There is no such resource.');
  });
});
