import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../gateway.config.js';
import { HttpProblem } from '../http/problem.js';

/**
 * Counts each caller's requests in the running second. It protects this process from one busy client, so it is counted in this
 * process's memory: a shared count would cost every request a write (docs/decisions/0034).
 */
@Injectable()
export class RateLimiter {
  private second = 0;
  private counts = new Map<string, number>();

  constructor(private readonly config: GatewayConfig) {}

  /** @throws HttpProblem `rate_limited` when the caller has used up this second */
  take(caller: string, now = Date.now()): void {
    const second = Math.floor(now / 1_000);
    if (second !== this.second) {
      this.second = second;
      this.counts = new Map();
    }
    const count = (this.counts.get(caller) ?? 0) + 1;
    this.counts.set(caller, count);
    if (count > this.config.rateLimitPerSecond) throw new HttpProblem('rate_limited', 'Too many requests.', this.headers());
  }

  private headers(): Readonly<Record<string, string>> {
    return { 'Retry-After': '1', 'RateLimit-Limit': String(this.config.rateLimitPerSecond), 'RateLimit-Remaining': '0', 'RateLimit-Reset': '1' };
  }
}
