import { Injectable } from '@nestjs/common';
import { SharedRates, type SharedRate } from '@sluice/persistence';
import { GatewayConfig } from '../gateway.config.js';
import { HttpProblem } from '../http/problem.js';

/** What this instance may still let a caller do in the running second. */
interface Allowance {
  left: number;
  taken: number;
  drawing?: Promise<void> | undefined;
  isSpent: boolean;
}

/** An instance lets a twentieth of the limit through by itself, and draws as much at once of what is shared: few callers cost a write, and none one for each request. */
const blockOf = (limit: number): number => Math.ceil(limit / 20);

/** Counts each caller's requests in the running second, together with all other instances (docs/decisions/0034). */
@Injectable()
export class RateLimiter {
  private second = 0;
  private allowances = new Map<string, Allowance>();

  private readonly shared: SharedRate;

  constructor(private readonly config: GatewayConfig, rates: SharedRates) {
    this.shared = rates.every(1, () => config.rateLimitPerSecond);
  }

  /** @throws HttpProblem `rate_limited` when the caller has used up this second */
  async take(caller: string, now = Date.now()): Promise<void> {
    const limit = this.config.rateLimitPerSecond;
    const allowance = this.allowanceOf(caller, now);
    while (allowance.left === 0 && !allowance.isSpent && allowance.taken < limit) await (allowance.drawing ??= this.draw(caller, allowance));
    if (allowance.left === 0 || allowance.taken >= limit) throw new HttpProblem('rate_limited', 'Too many requests.', this.headers());
    allowance.left -= 1;
    allowance.taken += 1;
  }

  private allowanceOf(caller: string, now: number): Allowance {
    const second = Math.floor(now / 1_000);
    if (second !== this.second) {
      this.second = second;
      this.allowances = new Map();
    }
    const known = this.allowances.get(caller) ?? { left: blockOf(this.config.rateLimitPerSecond), taken: 0, isSpent: false };
    this.allowances.set(caller, known);
    return known;
  }

  private async draw(caller: string, allowance: Allowance): Promise<void> {
    const block = blockOf(this.config.rateLimitPerSecond);
    const waitMs = await this.shared.draw(caller, block).finally(() => (allowance.drawing = undefined));
    if (waitMs === 0) allowance.left += block;
    else allowance.isSpent = true;
  }

  private headers(): Readonly<Record<string, string>> {
    return { 'Retry-After': '1', 'RateLimit-Limit': String(this.config.rateLimitPerSecond), 'RateLimit-Remaining': '0', 'RateLimit-Reset': '1' };
  }
}
