import { providerCall } from '@sluice/telemetry';
import type { z } from 'zod';
import { type CircuitOptions, Circuits, OutcomeUnknown } from './circuit.js';
import { AccessTokens, type Credentials } from './credentials.js';
import { overFetch, overMutualTls, type Received, type Transport } from './transport.js';

export interface ProviderOptions {
  /** `bank`: in spans (`bank.submit`), metrics and errors. */
  readonly name: string;
  /** Undefined where there is no such provider: the outcome of every call is then unknown. */
  readonly url: string | undefined;
  /** No call lasts longer, with everything that belongs to it. */
  readonly timeoutMs: number;
  readonly credentials?: Credentials | undefined;
  readonly circuit?: Partial<CircuitOptions> | undefined;
}

/** One request, and what its answers mean. What is not described here leaves the outcome unknown. */
export interface Call<T> {
  /** Names the span and the metric; a call without one is part of a call that has one, or is not worth one. */
  readonly verb?: string | undefined;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Against the provider's address, as a link is. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** As JSON; a text goes out as it is. */
  readonly body?: object | string | undefined;
  /** Judges the body of a success; undefined where nothing in it matters. */
  readonly answer?: z.ZodType<T> | undefined;
  /** The provider could not read it, has not taken it, and never will as it stands: 400, 413, 415, 422. */
  readonly refused?: (() => T) | undefined;
  /** 404. */
  readonly missing?: (() => T) | undefined;
  /** Any other answer below 500. */
  readonly otherwise?: ((status: number, text: string) => T | Promise<T>) | undefined;
  /** The outcome in a word, for the span, the metric and the timeline. */
  readonly outcome?: ((result: T) => string) | undefined;
  readonly longestBytes?: number | undefined;
}

const REFUSALS = [400, 413, 415, 422];

const LONGEST_BYTES = 16 * 2 ** 20;

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Schema errors name fields, not values; what a transport throws says why. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
};

/** One provider over HTTP. Only an answer that can be read counts as one; whatever else happens is an OutcomeUnknown. */
export class Provider {
  /** No call lasts longer: it has an answer by then, or its outcome is unknown. */
  readonly longestCallMs: number;
  private readonly circuits: Circuits;
  private readonly transport: Transport;
  private readonly tokens: AccessTokens | undefined;

  constructor(private readonly options: ProviderOptions) {
    const { name, timeoutMs, circuit, credentials: { tls, oauth } = {} } = options;
    this.longestCallMs = timeoutMs;
    this.circuits = new Circuits(name, circuit);
    this.transport = tls === undefined ? overFetch : overMutualTls(tls);
    this.tokens = oauth && new AccessTokens(oauth, this.transport, timeoutMs);
  }

  /** @throws OutcomeUnknown, and whatever `otherwise` throws. */
  call<T>(call: Call<T>): Promise<T> {
    const work = (): Promise<T> => this.made(call);
    return call.verb === undefined ? work() : providerCall(`${this.options.name}.${call.verb}`, work, call.outcome);
  }

  private async made<T>(call: Call<T>): Promise<T> {
    const { name, url } = this.options;
    if (url === undefined) throw new OutcomeUnknown(`There is no ${name}: its address is not set.`);
    const result = await this.circuits.run(() => this.exchange(call, url));
    if ('answer' in result) return result.answer;
    const { status, text } = result;
    if (call.refused !== undefined && REFUSALS.includes(status)) return call.refused();
    if (call.missing !== undefined && status === 404) return call.missing();
    if (call.otherwise !== undefined) return call.otherwise(status, text);
    throw new OutcomeUnknown(`The ${name} answered ${status} to ${call.method} ${call.path.replace(/\?.*$/s, '')}.`);
  }

  /** What counts for the circuit: an answer that can be read, of whatever kind, or none. */
  private async exchange<T>(call: Call<T>, url: string): Promise<{ readonly answer: T } | Received> {
    try {
      const received = await this.send(call, url);
      if (received.status >= 500 || (received.status >= 300 && received.status < 400)) throw new Error(`it answered ${received.status}`);
      if (!isSuccess(received.status)) return received;
      return { answer: call.answer === undefined ? undefined as T : call.answer.parse(JSON.parse(received.text)) };
    } catch (error) {
      throw new OutcomeUnknown(`${call.method} to the ${this.options.name} had no readable answer: ${reasonOf(error)}`, { cause: error });
    }
  }

  private async send({ method, path, query, headers, body, longestBytes = LONGEST_BYTES }: Omit<Call<unknown>, 'outcome'>, url: string): Promise<Received> {
    const signal = AbortSignal.timeout(this.longestCallMs);
    const token = this.options.credentials?.bearer ?? await this.tokens?.get();
    const received = await this.transport({
      method, signal, longestBytes,
      url: new URL(query === undefined ? path : `${path}?${new URLSearchParams(query).toString()}`, url),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    if (received.status === 401 && token !== undefined) this.tokens?.forget(token);
    return received;
  }
}
