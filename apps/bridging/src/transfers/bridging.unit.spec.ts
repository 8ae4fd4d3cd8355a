import { describe, expect, it } from '@jest/globals';
import { bridge } from '@sluice/contract-bridging';
import type { Change } from '@sluice/persistence';
import { bridged, bridgingSchema, recalled, type Bridging } from './bridging.js';

const asked = bridge.body.parse(bridge.sample);
const said = ({ send }: Change<Bridging>) => (send ?? []).map((sent) => 'contract' in sent && [sent.contract.type, sent.body]);
const stored = (change: Change<Bridging>): Bridging => bridgingSchema.parse(change.state);

describe('without a bridge', () => {
  it('nothing can be carried, and that is kept', () => {
    const change = bridged(null, asked);
    expect(said(change)).toEqual([['bridging.bridge-failed', { reason: 'no_route' }]]);
    expect(stored(change)).toEqual({ status: 'failed', asked, reason: 'no_route' });
  });

  it('the same is said again without a change', () => {
    const again = bridged(stored(bridged(null, asked)), bridge.body.parse(bridge.sample));
    expect(said(again)).toEqual([['bridging.bridge-failed', { reason: 'no_route' }]]);
    expect(again).not.toHaveProperty('state');
  });

  it('another question in the same name is refused', () => {
    expect(() => bridged(stored(bridged(null, asked)), { ...asked, toChain: 'base' })).toThrow(expect.objectContaining({ name: 'DomainError' }));
    expect(() => bridged(stored(bridged(null, asked)), { ...asked, transfers: [...asked.transfers, ...asked.transfers] })).toThrow(
      expect.objectContaining({ name: 'DomainError' }),
    );
  });
});

describe('a recall', () => {
  it('is answered as the bridging was, without a change', () => {
    const change = recalled(stored(bridged(null, asked)));
    expect(said(change)).toEqual([['bridging.bridge-failed', { reason: 'no_route' }]]);
    expect(change).not.toHaveProperty('state');
  });

  it('keeps a bridging from starting that it overtook', () => {
    const change = recalled(null);
    expect(said(change)).toEqual([['bridging.bridge-failed', { reason: 'recalled' }]]);
    const late = bridged(stored(change), asked);
    expect(said(late)).toEqual([['bridging.bridge-failed', { reason: 'recalled' }]]);
    expect(late).not.toHaveProperty('state');
  });

  it('may be repeated', () => {
    const again = recalled(stored(recalled(null)));
    expect(said(again)).toEqual([['bridging.bridge-failed', { reason: 'recalled' }]]);
    expect(again).not.toHaveProperty('state');
  });
});
