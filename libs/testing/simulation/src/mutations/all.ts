import { engineBugs } from './engine.js';
import { ledgerBugs, logBugs, participantBugs } from './others.js';
import type { Undo } from './patch.js';

/** Bugs that somebody could write, by what they are. Planting one gives back how to take it out. */
export const bugs: ReadonlyMap<string, () => Undo> = new Map(Object.entries({ ...engineBugs, ...ledgerBugs, ...logBugs, ...participantBugs }));
