import { describe, expect, it } from '@jest/globals';
import { cursorAt, positionAt } from './logged-event.js';

describe('a cursor', () => {
  it.each([0, 1, 41, 123_456_789_012])('leads back to place %d', (position) => {
    expect(positionAt(cursorAt(position))).toBe(position);
  });

  it('does not show the position', () => {
    expect(cursorAt(41)).not.toContain('41');
  });

  it.each(['', '41', 'not a cursor', cursorAt(41).slice(0, -1), `${cursorAt(41)}=`, `${cursorAt(41)} `, cursorAt(-1), cursorAt(1.5), cursorAt(Number.NaN), cursorAt(1e21)])(
    'is refused when it is "%s"', (cursor) => {
      expect(() => positionAt(cursor)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    },
  );
});
