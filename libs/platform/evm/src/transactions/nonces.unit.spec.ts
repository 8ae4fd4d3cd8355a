import { describe, expect, it } from '@jest/globals';
import { allotted, released, type Nonces } from './nonces.js';

const nonceOf = ({ held }: Nonces, key: string) => held.find((one) => one.key === key)?.nonce;

describe('account nonces', () => {
  it('begin where the chain is and follow each other', () => {
    const first = allotted(null, 'a', 7);
    const second = allotted(first, 'b', 7);
    expect([nonceOf(first, 'a'), nonceOf(second, 'b'), second.next]).toEqual([7, 8, 9]);
  });

  it('do not heed the chain while any is under way: its count runs behind or ahead of ours', () => {
    expect(nonceOf(allotted(allotted(null, 'a', 7), 'b', 20), 'b')).toBe(8);
    expect(nonceOf(allotted(allotted(null, 'a', 7), 'b', 0), 'b')).toBe(8);
  });

  it('go on behind a stranger\'s once none is under way', () => {
    const idle = released(allotted(null, 'a', 7), 'a');
    expect(nonceOf(allotted(idle, 'b', 20), 'b')).toBe(20);
  });

  it('never go back', () => {
    const idle = released(allotted(null, 'a', 7), 'a');
    expect(nonceOf(allotted(idle, 'b', 3), 'b')).toBe(8);
  });

  it('are remembered for a while after they are done, and then forgotten', () => {
    let nonces = released(allotted(null, 'a', 0), 'a') as Nonces;
    for (let count = 0; count < 99; count += 1) nonces = released(allotted(nonces, `k${count}`, 0), `k${count}`) as Nonces;
    expect(nonceOf(nonces, 'a')).toBe(0);
    expect(nonceOf(allotted(nonces, 'last', 0), 'a')).toBeUndefined();
  });

  it('are released once, and only by who holds them', () => {
    const held = allotted(null, 'a', 0);
    expect(released(held, 'b')).toBeNull();
    expect(released(released(held, 'a') as Nonces, 'a')).toBeNull();
  });

  it('under way are never forgotten', () => {
    let nonces = allotted(null, 'slow', 0);
    for (let count = 0; count < 300; count += 1) nonces = released(allotted(nonces, `k${count}`, 0), `k${count}`) as Nonces;
    expect(nonceOf(nonces, 'slow')).toBe(0);
  });
});
