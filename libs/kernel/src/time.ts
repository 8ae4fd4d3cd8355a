/**
 * Time as one tenant lives it. In production this is wall-clock time; in the sandbox a tenant's clock can be advanced,
 * and every timer, date and expiry of a withdrawal follows it. Tokens and signatures never use it.
 */
export interface TenantClock {
  now(tenantId: string): Promise<Date>;
}

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A length of time as written in tables: `500ms`, `30s`, `5m`, `6h`, `14d`. */
export type Duration = `${number}${keyof typeof UNIT_MS}`;

export function durationMs(duration: Duration): number {
  const match = /^(\d+)(ms|[smhd])$/.exec(duration);
  const [, count, unit] = match ?? [];
  if (count === undefined || unit === undefined) throw new RangeError(`Not a duration: ${duration}`);
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

export const after = (start: Date, duration: Duration): Date => new Date(start.getTime() + durationMs(duration));
