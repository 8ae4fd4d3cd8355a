import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { CircuitOpen, OutcomeUnknown, Provider } from '@sluice/providers';
import { withLogFields } from '@sluice/telemetry';
import { register } from 'prom-client';
import { z } from 'zod';
import { answering, bodyOf, clockAhead, serverThat, stopServers, type Answers } from './local-server.js';

const clock = clockAhead();
afterAll(() => clock.restore());
afterEach(stopServers);

const answer = z.object({ key: z.string() });
const get = { method: 'GET', path: '/payments/k1', answer } as const;
const right = { key: 'k1' };

const providerAt = (url: string | undefined, circuit = {}, timeoutMs = 5_000): Provider => new Provider({ name: 'bank', url, timeoutMs, circuit });
const providerThat = async (answers: Answers, circuit = {}, timeoutMs = 5_000): Promise<Provider> => providerAt(await serverThat(answers), circuit, timeoutMs);
const impatient = (answers: Answers): Promise<Provider> => providerThat(answers, {}, 500);
const reasonOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'answered', (error: unknown) => error);

/** Begins an answer and never ends it, slowly enough that each part comes in time. */
const slowly: Answers = (_, response) => {
  response.writeHead(200);
  const drip = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(drip));
};

const unreadable: [string, Answers, RegExp][] = [
  ['silence', () => undefined, /timeout/],
  ['a body that does not end', slowly, /timeout/],
  ['a redirect', (_, response) => void response.writeHead(307, { location: '/elsewhere' }).end(), /redirect/],
  ['a redirect that says that nothing has changed', answering(304, ''), /304/],
  ['an answer without end', (_, response) => void response.end('x'.repeat(2_000)), /longer than 1000 bytes/],
  ['broken JSON', answering(200, '{"key":'), /JSON/],
  ['nothing', answering(200, ''), /JSON/],
  ['another shape', answering(200, { key: 1 }), /key/],
  ['an error of its own', answering(500, right), /500/],
  ['being overloaded', answering(503, right), /503/],
  ['a connection cut off', (request) => request.destroy(), /closed|hang up|ECONNRESET/],
  ['half an answer', (_, response) => { response.writeHead(200, { 'content-length': 100 }).write('{"key":'); setTimeout(() => response.destroy(), 10); }, /closed|aborted|terminated/],
];

describe('a call', () => {
  it('is answered with what the schema makes of the body', async () => {
    expect(await (await providerThat(answering(200, right))).call({ ...get, answer: answer.transform(({ key }) => key) })).toBe('k1');
  });

  it('sends JSON, or a text as it is, with its own headers', async () => {
    const received: unknown[] = [];
    const provider = await providerThat(async (request, response) => {
      received.push([request.method, request.url, request.headers['content-type'], request.headers['x-tenant'], request.headers.authorization, await bodyOf(request)]);
      response.end();
    });
    await provider.call({ method: 'POST', path: '/payments', query: { tenantId: 'a&b' }, headers: { 'x-tenant': 'acme' }, body: { units: '1' } });
    await provider.call({ method: 'PUT', path: '/payments', body: ' as it is ' });
    await provider.call({ method: 'DELETE', path: '/payments' });
    expect(received).toEqual([
      ['POST', '/payments?tenantId=a%26b', 'application/json', 'acme', undefined, '{"units":"1"}'], ['PUT', '/payments', 'application/json', undefined, undefined, ' as it is '],
      ['DELETE', '/payments', undefined, undefined, undefined, ''],
    ]);
  });

  it.each(unreadable)('that is answered by %s has an unknown outcome', async (_, answers, reason) => {
    const error = await reasonOf((await impatient(answers)).call({ ...get, longestBytes: 1_000 }));
    expect(error).toBeInstanceOf(OutcomeUnknown);
    expect((error as Error).message).toMatch(reason);
  });

  it.each(unreadable)('that is answered by %s is neither refused nor missing', async (_, answers) => {
    const provider = await impatient(answers);
    await expect(provider.call({ ...get, longestBytes: 1_000, refused: () => right, missing: () => right, otherwise: () => right })).rejects.toThrow(OutcomeUnknown);
  });

  it('has an unknown outcome where nobody listens, and where there is no provider', async () => {
    await expect(providerAt('http://127.0.0.1:9').call(get)).rejects.toThrow(OutcomeUnknown);
    await expect(providerAt(undefined).call(get)).rejects.toThrow(OutcomeUnknown);
  });

  it.each([400, 413, 415, 422])('that is answered %i was not taken', async (status) => {
    expect(await (await providerThat(answering(status, {}))).call({ ...get, refused: () => ({ key: 'refused' }) })).toEqual({ key: 'refused' });
  });

  it.each([400, 413, 415, 422, 404, 401, 403, 409, 429])('that is answered %i has an unknown outcome where nothing is said of that', async (status) => {
    await expect((await providerThat(answering(status, right))).call(get)).rejects.toThrow(OutcomeUnknown);
  });

  it.each([401, 404, 409, 429])('that is answered %i is not refused', async (status) => {
    await expect((await providerThat(answering(status, right))).call({ ...get, refused: () => right })).rejects.toThrow(OutcomeUnknown);
  });

  it('knows what is missing, and what else is said', async () => {
    expect(await (await providerThat(answering(404, {}))).call({ ...get, missing: () => ({ key: 'missing' }) })).toEqual({ key: 'missing' });
    expect(await (await providerThat(answering(409, 'so'))).call({ ...get, otherwise: (status, text) => ({ key: `${status} ${text}` }) })).toEqual({ key: '409 so' });
  });
});

describe('a circuit', () => {
  const stateOf = async (): Promise<string[]> => ((await register.getSingleMetric('sluice_provider_circuits')?.get())?.values ?? []).filter(({ labels, value }) => labels['provider'] === 'bank' && value > 0).map(({ labels, value }) => `${value} ${labels['state']}`);
  afterEach(() => register.resetMetrics());
  const circuit = { failures: 3, openMs: 60_000 };
  const pause = (): void => { clock.ms += 60_001; };

  /** A provider whose health can be changed, and how often it was called. */
  async function patient() {
    const state = { answers: answering(500, {}), calls: 0 };
    const provider = await providerThat((request, response) => {
      state.calls += 1;
      state.answers(request, response);
    }, circuit, 1_000);
    const fail = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) await expect(provider.call(get)).rejects.toThrow(OutcomeUnknown);
    };
    return { state, provider, fail };
  }

  it('opens after so many failures in a row, and then calls fail without being made, their outcome unknown', async () => {
    const { state, provider, fail } = await patient();
    await fail(3);
    const error = await reasonOf(provider.call(get));
    expect([error, state.calls, await stateOf()]).toEqual([expect.any(CircuitOpen), 3, ['1 open']]);
    expect(error).toBeInstanceOf(OutcomeUnknown);
  });

  it('closes when a call after a while is answered', async () => {
    const { state, provider, fail } = await patient();
    await fail(3);
    state.answers = answering(200, right);
    await expect(provider.call(get)).rejects.toThrow(CircuitOpen);
    pause();
    expect([await provider.call(get), await provider.call(get), state.calls, await stateOf()]).toEqual([right, right, 5, []]);
  });

  it('lets one call through after a while, and no other until that has ended', async () => {
    const { state, provider, fail } = await patient();
    await fail(3);
    pause();
    state.answers = () => undefined;
    const probe = reasonOf(provider.call(get));
    await expect(provider.call(get)).rejects.toThrow(CircuitOpen);
    expect(await stateOf()).toEqual(['1 half-open']);
    expect(await probe).not.toBeInstanceOf(CircuitOpen);
    await expect(provider.call(get)).rejects.toThrow(CircuitOpen);
    expect(state.calls).toBe(4);
  });

  it('does not open when failures are fewer, or when an answer is between them, whatever it says', async () => {
    const { state, provider, fail } = await patient();
    for (const answers of [answering(200, right), answering(404, {}), answering(409, {}), answering(422, {})]) {
      await fail(2);
      state.answers = answers;
      await reasonOf(provider.call(get));
      state.answers = answering(500, {});
    }
    expect([state.calls, await stateOf()]).toEqual([12, []]);
  });

  it('does not open because of what our own code throws', async () => {
    const { state, provider } = await patient();
    state.answers = answering(409, {});
    for (let time = 0; time < 5; time += 1) await expect(provider.call({ ...get, otherwise: () => { throw new TypeError('ours'); } })).rejects.toThrow('ours');
    expect([state.calls, await stateOf()]).toEqual([5, []]);
  });

  it('is each tenant\'s own, and counted for each', async () => {
    const { state, provider, fail } = await patient();
    await withLogFields({ tenantId: 'acme' }, () => fail(3));
    state.answers = answering(200, right);
    await withLogFields({ tenantId: 'acme' }, () => expect(provider.call(get)).rejects.toThrow(CircuitOpen));
    expect(await withLogFields({ tenantId: 'globex' }, () => provider.call(get))).toEqual(right);
    state.answers = answering(500, {});
    await withLogFields({ tenantId: 'globex' }, () => fail(3));
    expect(await stateOf()).toEqual(['2 open']);
  });

  it('is each provider\'s own', async () => {
    const { fail } = await patient();
    await fail(3);
    expect(await (await providerThat(answering(200, right), circuit)).call(get)).toEqual(right);
  });
});
