import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Runs what is done for many, or for nobody in particular, without the log fields, the trail and the trace of whoever
 * happened to set it off: a timer, a sweep, a batch, a cache that is filled.
 */
export const outsideOfWork: <T>(work: () => T) => T = AsyncLocalStorage.snapshot();
