import { EventSourceParserStream } from 'eventsource-parser/stream';
import createClient, { type Client } from 'openapi-fetch';
import { ApiError, rowsOf, textAt, valueBy, type Answered } from './answers.ts';
import type { components, paths } from './generated/operators.ts';
import { EVENT_STREAM, isRepeatableMethod, persistentFetch, type ClientSettings } from './persistent-fetch.ts';

/** The shapes of the operators' API, by the names that its document gives them. */
export type OperatorShapes = components['schemas'];

/** What can be asked and answered, by path and method. */
export type OperatorPaths = paths;

/** The bodies that can be posted, by path. */
export type OperatorOrders = { [Path in keyof paths]: paths[Path] extends { post: { requestBody?: { content: { 'application/json': infer Body } } } } ? Body : never };

/** Problem details (RFC 9457), as operators are answered with them. */
export interface OperatorProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

export class OperatorError extends ApiError<OperatorProblem> {
  override readonly name = 'OperatorError';
  /** `not_found`, `invalid_status` and their like; undefined for what did not come from the gateway. */
  readonly code: string | undefined;

  constructor(answer: Answered<unknown, OperatorProblem>) {
    const fields = (answer.error?.errors ?? []).map(({ field, message }) => `${field} ${message}`).join(', ');
    super(`${textAt(answer.error, 'detail') ?? `The gateway answered ${answer.response.status}.`}${fields === '' ? '' : ` (${fields})`}`, answer);
    this.code = textAt(answer.error, 'type')?.split(':').at(-1);
  }
}

interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

const value = valueBy<OperatorProblem>((answer) => new OperatorError(answer));

/** Every row of a list. The event log's cursor never ends: its rows do when there are no more for now. */
const rows = <Row>(page: (query: { readonly cursor?: string }) => Promise<Answered<Page<Row>, OperatorProblem>>): AsyncGenerator<Row, void, undefined> =>
  rowsOf(async (cursor) => {
    const { data, nextCursor } = await value(page(cursor === undefined ? {} : { cursor }));
    return { rows: data, next: nextCursor };
  });

export interface OperatorClient extends Client<paths> {
  readonly value: typeof value;
  readonly rows: typeof rows;
  /** Resolves once the gateway is heard. Events as they are logged from then on, until it ends the stream; what is missed in between is in the log. */
  readonly listen: (signal: AbortSignal) => Promise<AsyncIterable<OperatorShapes['ChangeEvent']>>;
}

/** The signal is given to the pipe too: it ends the reading for sure, whereas what it was given to before may have been forgotten together with its request. */
async function* eventsIn(body: ReadableStream<Uint8Array<ArrayBuffer>>, signal: AbortSignal): AsyncGenerator<OperatorShapes['ChangeEvent'], void, undefined> {
  const messages = body.pipeThrough(new TextDecoderStream(), { signal }).pipeThrough(new EventSourceParserStream());
  for await (const { data } of messages) yield JSON.parse(data) as OperatorShapes['ChangeEvent'];
}

export interface OperatorKey {
  readonly key: string;
  /** The tenant, where the key may act for others than its own. */
  readonly tenant?: string;
}

/**
 * The operators' API with an operator's key. It has no idempotency keys: a POST whose answer is lost, or that was told to come again, may have
 * taken effect, and is not made again; everything else is.
 */
export function operatorClient({ url, key, tenant, ...settings }: ClientSettings & OperatorKey): OperatorClient {
  const headers = { authorization: `Bearer ${key}`, ...(tenant !== undefined && { 'sluice-tenant': tenant }) };
  const client = createClient<paths>({ baseUrl: `${url}/ops/v1`, headers, fetch: persistentFetch(settings, isRepeatableMethod) });
  const listen: OperatorClient['listen'] = async (signal) =>
    eventsIn(await value(client.GET('/events/stream', { headers: { accept: EVENT_STREAM }, parseAs: 'stream', signal })), signal);
  return Object.assign(client, { value, rows, listen });
}
