import { describe, expect, it } from '@jest/globals';
import { FiredNotes } from './fired-notes.js';

const due = { _id: 'a', version: 1 };

describe('notes of what has fired', () => {
  it('let a version fire that never has', () => {
    expect(new FiredNotes().mayFire(due, 0)).toBe(true);
  });

  it('make one that stays due wait longer each time, and at most a minute', () => {
    const notes = new FiredNotes();
    const pauses = Array.from({ length: 9 }, () => {
      notes.note(due, 0);
      let pauseMs = 0;
      while (!notes.mayFire(due, pauseMs)) pauseMs += 500;
      return pauseMs;
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('do not hold back the next version', () => {
    const notes = new FiredNotes();
    notes.note(due, 0);
    expect(notes.mayFire({ _id: 'a', version: 2 }, 0)).toBe(true);
  });

  it('forget what is no longer due', () => {
    const notes = new FiredNotes();
    notes.note(due, 0);
    notes.keepOnly([{ _id: 'b', version: 1 }]);
    expect([notes.size, notes.mayFire(due, 0)]).toEqual([0, true]);
  });
});
