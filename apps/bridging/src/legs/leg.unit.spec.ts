import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AMOUNT, FakeBridge, type Luck } from '../../test/fake-bridge.ts';
import { isOver } from './leg.js';

type Happening =
  | { readonly what: 'act'; readonly crash: boolean; readonly attestation: 'there' | 'pending' }
  | { readonly what: 'make'; readonly luck: Luck }
  | { readonly what: 'tell'; readonly crash: boolean; readonly repeat: number }
  | { readonly what: 'reorganise' | 'finalise' | 'recall' | 'stranger' };

const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> => fc.constantFrom(...Array<T>(8).fill(usual), ...others);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 16, arbitrary: fc.record({ what: fc.constant('act' as const), crash: fc.boolean(), attestation: mostly('there' as const, 'pending' as const) }) },
  { weight: 12, arbitrary: fc.record({ what: fc.constant('make' as const), luck: mostly<Luck>('through', 'refused', 'expired') }) },
  { weight: 16, arbitrary: fc.record({ what: fc.constant('tell' as const), crash: fc.boolean(), repeat: fc.nat({ max: 2 }) }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('reorganise' as const, 'finalise' as const, 'stranger' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('recall' as const) }) },
);

function happen(bridge: FakeBridge, event: Happening): void {
  switch (event.what) {
    case 'act': return bridge.act(event.crash, event.attestation);
    case 'make': return bridge.make(event.luck);
    case 'tell': return bridge.tell(event.crash, event.repeat);
    case 'reorganise': return bridge.reorganise();
    case 'finalise': return bridge.finalise();
    case 'stranger': return bridge.mintElsewhere();
    case 'recall': return bridge.recall();
  }
}

/** Nothing goes wrong any more. */
function calmDown(bridge: FakeBridge): void {
  for (let round = 0; round < 60; round += 1) {
    bridge.act(false, 'there');
    bridge.make('through');
    bridge.tell(false, 0);
  }
}

function after(events: readonly Happening[]): FakeBridge {
  const bridge = new FakeBridge();
  for (const event of events) {
    happen(bridge, event);
    expect([bridge.times('burn') <= 1, bridge.times('mint') <= 1, bridge.relayer >= 0n, bridge.flying >= 0n]).toEqual([true, true, true, true]);
  }
  calmDown(bridge);
  return bridge;
}

describe('a transfer, whatever is lost, crashes, is repeated or taken back', () => {
  it('is burned once and minted once, or leaves the wallet with its money', () => {
    fc.assert(fc.property(fc.array(happening, { maxLength: 80, size: 'max' }), (events) => {
      const bridge = after(events);
      expect(isOver(bridge.leg)).toBe(true);
      expect(bridge.wallet + bridge.arrived + bridge.flying).toBe(AMOUNT);
      expect(bridge.relayer).toBe(0n);
      expect(bridge.transfer.status === 'minted').toBe(bridge.arrived === AMOUNT);
    }), { numRuns: 200 });
  });

  it('that was attested is not taken back by what is repeated of its burn, also while it is attested anew', () => {
    const [act, make, tell] = [{ what: 'act', crash: false, attestation: 'there' }, { what: 'make', luck: 'through' }, { what: 'tell', crash: false, repeat: 0 }] as const;
    const burnedTwice = [act, act, make, tell, act, make, { what: 'reorganise' }, tell, make, make, act, tell, act] as const;
    const bridge = after([...burnedTwice, { what: 'make', luck: 'expired' }, tell, act, { what: 'tell', crash: false, repeat: 2 }]);
    expect([bridge.transfer.status, bridge.arrived]).toEqual(['minted', AMOUNT]);
  });

  it('is answered once, with what has become of it', () => {
    fc.assert(fc.property(fc.array(happening, { maxLength: 80, size: 'max' }), (events) => {
      const bridge = after(events);
      expect(new Set(bridge.answers).size).toBe(1);
      expect(bridge.answers[0]).toBe(bridge.arrived === AMOUNT ? 'bridging.leg-bridged' : 'bridging.leg-bridge-failed');
    }), { numRuns: 100 });
  });

  it('is always minted when nothing on chain is refused and it is not recalled', () => {
    const kind = happening.filter((event) => event.what !== 'recall' && !(event.what === 'make' && event.luck !== 'through'));
    fc.assert(fc.property(fc.array(kind, { maxLength: 80, size: 'max' }), (events) => {
      expect(after(events)).toMatchObject({ arrived: AMOUNT, transfer: { status: 'minted' } });
    }), { numRuns: 100 });
  });
});
