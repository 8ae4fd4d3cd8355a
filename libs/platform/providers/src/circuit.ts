import { currentLogFields } from '@sluice/telemetry';
import { Gauge } from 'prom-client';

/** The call ended without an answer that can be relied on: the provider may or may not have done what was requested. */
export class OutcomeUnknown extends Error {
  override readonly name: string = 'OutcomeUnknown';
}

/**
 * The provider's circuit is open, and this call was not made. It is an unknown outcome all the same: an earlier call under the
 * same key may have reached the provider, so whoever stored an intent inquires about it later, as after any other silence.
 */
export class CircuitOpen extends OutcomeUnknown {
  override readonly name = 'CircuitOpen';
}

const circuits = new Gauge({
  name: 'sluice_provider_circuits',
  help: 'Tenants for whom a provider is not called: `open`, or `half-open` while one call finds out whether it answers again.',
  labelNames: ['provider', 'state'] as const,
});

type CircuitState = 'closed' | 'half-open' | 'open';

export interface CircuitOptions {
  /** So many calls in a row without a readable answer open it. */
  readonly failures: number;
  /** How long it stays open before one call is let through. */
  readonly openMs: number;
}

/** Few enough to spare a provider that is down; short enough that nobody notices once it is back. */
const usual: CircuitOptions = { failures: 10, openMs: 5_000 };

/** Stops calling a provider that does not answer, so that neither it nor those who wait for it are kept busy by calls that fail. */
class Circuit {
  private readonly options: CircuitOptions;
  private failures = 0;
  private state: CircuitState = 'closed';
  private opensAgainAt = 0;
  private underWay = 0;

  constructor(private readonly provider: string, options: Partial<CircuitOptions> = {}) {
    this.options = { ...usual, ...options };
  }

  /** Only an unknown outcome counts as a failure: whatever else the call throws is a mistake of ours. @throws CircuitOpen without making the call. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    const isProbe = this.admit();
    this.underWay += 1;
    try {
      const answer = await call();
      this.answered(isProbe);
      return answer;
    } catch (error) {
      if (error instanceof OutcomeUnknown) this.failed(isProbe);
      else this.undecided(isProbe);
      throw error;
    } finally {
      this.underWay -= 1;
    }
  }

  private admit(): boolean {
    if (this.state === 'closed') return false;
    if (this.state === 'half-open' || performance.now() < this.opensAgainAt) throw new CircuitOpen(`The ${this.provider} was not called: ${this.failures} calls in a row had no readable answer.`);
    this.enter('half-open');
    return true;
  }

  /** An answer to a call that was made before the circuit opened does not close it: the next probe does. */
  private answered(isProbe: boolean): void {
    if (this.state !== 'closed' && !isProbe) return;
    this.failures = 0;
    this.enter('closed');
  }

  private failed(isProbe: boolean): void {
    this.failures += 1;
    if (isProbe || (this.state === 'closed' && this.failures >= this.options.failures)) this.open();
  }

  /** The probe said nothing about the provider: the next call is one. */
  private undecided(isProbe: boolean): void {
    if (isProbe) this.enter('open');
  }

  private open(): void {
    this.opensAgainAt = performance.now() + this.options.openMs;
    this.enter('open');
  }

  /** Nothing is to be remembered of it: the next call decides as the first did. */
  get isAsNew(): boolean {
    return this.state === 'closed' && this.failures === 0 && this.underWay === 0;
  }

  private enter(state: CircuitState): void {
    if (this.state !== 'closed') circuits.dec({ provider: this.provider, state: this.state });
    if (state !== 'closed') circuits.inc({ provider: this.provider, state });
    this.state = state;
  }
}

/** A circuit for each tenant: what fails for one need not fail for another, and must not delay it. */
export class Circuits {
  private readonly byTenant = new Map<string, Circuit>();

  constructor(private readonly provider: string, private readonly options: Partial<CircuitOptions> = {}) {
    // From the start: an alarm sees a change only where there was a figure before.
    for (const state of ['open', 'half-open']) circuits.inc({ provider, state }, 0);
  }

  /** In the name of the tenant for whom is worked. @throws CircuitOpen without making the call. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    const tenantId = currentLogFields().tenantId ?? '';
    const circuit = this.byTenant.get(tenantId) ?? new Circuit(this.provider, this.options);
    this.byTenant.set(tenantId, circuit);
    try {
      return await circuit.run(call);
    } finally {
      if (circuit.isAsNew) this.byTenant.delete(tenantId);
    }
  }
}
