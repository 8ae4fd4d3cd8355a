import { describe, expect, it } from '@jest/globals';
import { eventsIn } from './event-text.ts';

const block = (id: string): string => `id: ${id}\nevent: withdrawal.created\ndata: {"id":"${id}"}\n\n`;

describe('the text of the stream', () => {
  it('is read event by event', () => {
    expect(eventsIn(block('1') + block('2'))).toEqual({ events: [{ id: '1' }, { id: '2' }], rest: '' });
  });

  it('keeps an event that is not whole yet for when the rest has come', () => {
    const whole = block('1');
    const first = eventsIn(block('0') + whole.slice(0, 30));
    expect(first.events).toEqual([{ id: '0' }]);
    expect(eventsIn(first.rest + whole.slice(30))).toEqual({ events: [{ id: '1' }], rest: '' });
  });

  it('says with comments only that it is alive', () => {
    expect(eventsIn(': still here\n\n: still here\n\n')).toEqual({ events: [], rest: '' });
  });

  it('joins data of several lines', () => {
    expect(eventsIn('data: {"id":\ndata: "1"}\n\n').events).toEqual([{ id: '1' }]);
  });
});
