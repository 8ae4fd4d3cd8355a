import { describe, expect, it } from '@jest/globals';
import { recordChange } from '@sluice/contract-webhooks';
import { PortfolioWorld } from '../../test/portfolio-world.js';
import { viewOfKind } from '../withdrawal/view.js';
import { compareEvents } from './events.js';

const world = new PortfolioWorld('specified');
const first = viewOfKind(world.withdrawal);
world.finish(0);
const { withdrawal } = world;

const event = (sequence: number, view: Record<string, unknown> = viewOfKind(withdrawal)) => ({ ...recordChange.sample, id: `event-${sequence}`, withdrawalId: withdrawal.id, sequence, view });
const changedAt = Date.parse(withdrawal.state.history.at(-1)?.at ?? '');
/** Long after the last change, and right after it. */
const [late, early] = [new Date(changedAt + 120_000), new Date(changedAt + 119_999)];
const events = Array.from({ length: withdrawal.version }, (_, index) => event(index + 1, index === 0 ? first : undefined));

describe('a withdrawal and the events that tell of it', () => {
  it('agree when there is one for each version, and nothing that was said at first reads otherwise', () => {
    expect(compareEvents(withdrawal, events, late)).toEqual([]);
  });

  it('agree when more has happened since the withdrawal was read', () => {
    expect(compareEvents(withdrawal, [...events, event(withdrawal.version + 1)], late)).toEqual([]);
  });

  it.each([
    ['the portfolio', { portfolioId: 'prt-9' }, 'portfolioId'], ['the amount that was asked for', { consideration: { currency: 'GBP', amount: '120.01' } }, 'consideration'], ['the kind', { type: 'full' }, 'type'],
  ])('break invariant 6 when %s was another at first', (_, said, field) => {
    expect(compareEvents(withdrawal, [event(1, { ...first, ...said }), ...events.slice(1)], late)).toEqual([{ invariant: 6, text: `w1: ${field} is not what it was at first` }]);
  });

  it.each([
    ['the first is gone', events.slice(1)], ['the last is gone', events.slice(0, -1)], ['one in the middle is gone', events.toSpliced(2, 1)], ['one is there twice', events.toSpliced(2, 1, event(2))], ['there is none', []],
  ])('break invariant 8 when %s', (_, found) => {
    expect(compareEvents(withdrawal, found, late).map(({ invariant }) => invariant)).toEqual([8]);
  });

  it('agree while the last event may still be on its way', () => {
    expect(compareEvents(withdrawal, events.slice(0, -1), early)).toEqual([]);
  });

  it.each([['the first is gone', events.slice(1)], ['one in the middle is gone', events.toSpliced(2, 1)], ['one is there twice', events.toSpliced(2, 1, event(2))]])(
    'break invariant 8 at once when %s', (_, found) => {
      expect(compareEvents(withdrawal, found, early).map(({ invariant }) => invariant)).toEqual([8]);
    });
});
