import type { Sandbox } from '../sandbox/sandbox.js';

export const clockBody = (now: Date) => ({ now: now.toISOString() });

export const sandboxBody = ({ pace, rfi }: Sandbox) => ({
  pace,
  rfi: {
    dialects: rfi.dialects,
    upFrontOver: rfi.upFrontOver,
    inReviewOver: rfi.inReviewOver,
    otherOver: rfi.otherOver,
    newCounterparty: rfi.newCounterparty,
    autoReview: rfi.autoReview,
  },
});
