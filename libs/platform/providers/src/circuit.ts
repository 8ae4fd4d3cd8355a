import { Gauge } from 'prom-client';
import { CircuitOpen, OutcomeUnknown } from './outcome.js';

const circuitState = new Gauge({
  name: 'sluice_provider_circuit_state',
  help: 'Whether calls to a provider are made: 0 closed (they are), 1 half open (one of them is, to find out), 2 open (none is).',
  labelNames: ['provider'] as const,
});

const states = { closed: 0, 'half-open': 1, open: 2 } as const;
export type CircuitState = keyof typeof states;

export interface CircuitOptions {
  /** So many calls in a row without a readable answer open it. */
  readonly failures: number;
  /** How long it stays open before one call is let through. */
  readonly openMs: number;
}

/** Few enough to spare a provider that is down; short enough that nobody notices once it is back. */
const usual: CircuitOptions = { failures: 10, openMs: 5_000 };

/** Stops calling a provider that does not answer, so that neither it nor those who wait for it are kept busy by calls that fail. */
export class Circuit {
  private readonly options: CircuitOptions;
  private failures = 0;
  private state: CircuitState = 'closed';
  private opensAgainAt = 0;

  constructor(private readonly provider: string, options: Partial<CircuitOptions> = {}, private readonly now: () => number = () => Date.now()) {
    this.options = { ...usual, ...options };
    this.enter('closed');
  }

  /** Only an unknown outcome counts as a failure: whatever else the call throws is a mistake of ours. @throws CircuitOpen without making the call. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    const isProbe = this.admit();
    try {
      const answer = await call();
      this.answered(isProbe);
      return answer;
    } catch (error) {
      if (error instanceof OutcomeUnknown) this.failed(isProbe);
      else this.undecided(isProbe);
      throw error;
    }
  }

  private admit(): boolean {
    if (this.state === 'closed') return false;
    if (this.state === 'half-open' || this.now() < this.opensAgainAt) throw new CircuitOpen(`The ${this.provider} was not called: ${this.failures} calls in a row had no readable answer.`);
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
    this.opensAgainAt = this.now() + this.options.openMs;
    this.enter('open');
  }

  private enter(state: CircuitState): void {
    this.state = state;
    circuitState.set({ provider: this.provider }, states[state]);
  }
}
