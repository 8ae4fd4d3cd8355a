/**
 * Time as one tenant lives it. In production this is wall-clock time; in the sandbox a tenant's clock can be advanced,
 * and every timer, date and expiry of a withdrawal follows it. Tokens and signatures never use it.
 */
export interface TenantClock {
  now(tenantId: string): Promise<Date>;
}
