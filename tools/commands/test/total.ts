/** What was counted: jest's tests, and each check of the code as one. */
export interface Total {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const nothing: Total = { passed: 0, failed: 0, skipped: 0 };
export const onePassed: Total = { passed: 1, failed: 0, skipped: 0 };
export const oneFailed: Total = { passed: 0, failed: 1, skipped: 0 };

export const sum = (totals: readonly Total[]): Total =>
  totals.reduce((one, other) => ({ passed: one.passed + other.passed, failed: one.failed + other.failed, skipped: one.skipped + other.skipped }), nothing);

/** `12 passed, 0 failed`; what was skipped is told only when something was. */
export const lineOf = ({ passed, failed, skipped }: Total): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
