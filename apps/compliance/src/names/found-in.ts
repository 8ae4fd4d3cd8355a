/** Hits in a word, for the timeline: whom they name stays with the case. */
export const foundIn = (hits: readonly unknown[]): string => (hits.length === 0 ? 'clear' : `${hits.length} possible hits`);
