import createClient, { type Client } from 'openapi-fetch';
import { withAccessToken, type Credentials } from './access-token.ts';
import { ApiError, rowsOf, textAt, valueBy, type Answered } from './answers.ts';
import type { components, paths } from './generated/bultra.ts';
import { isRepeatableMethod, persistentFetch, type ClientSettings, type Fetch } from './persistent-fetch.ts';

/** Bultra's shapes, by the names that its document gives them. */
export type BultraShapes = components['schemas'];

/** What can be asked and answered, by path and method. */
export type BultraPaths = paths;

export interface BultraErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly details?: readonly { readonly field: string; readonly message: string }[] };
}

export class BultraError extends ApiError<BultraErrorBody> {
  override readonly name = 'BultraError';
  /** `INSUFFICIENT_FUNDS` and its like; undefined for what did not come from the gateway. */
  readonly code: string | undefined;

  constructor(answer: Answered<unknown, BultraErrorBody>) {
    super(textAt(answer.error, 'error', 'message') ?? `The gateway answered ${answer.response.status}.`, answer);
    this.code = textAt(answer.error, 'error', 'code');
  }
}

interface Page<Row> {
  readonly data: readonly Row[];
  readonly pagination: { readonly has_more: boolean; readonly next_cursor?: string };
}

const value = valueBy<BultraErrorBody>((answer) => new BultraError(answer));

/** Every row of a list. */
const rows = <Row>(page: (query: { readonly starting_after?: string }) => Promise<Answered<Page<Row>, BultraErrorBody>>): AsyncGenerator<Row, void, undefined> =>
  rowsOf(async (cursor) => {
    const { data, pagination } = await value(page(cursor === undefined ? {} : { starting_after: cursor }));
    return { rows: data, next: pagination.has_more ? pagination.next_cursor : null };
  });

export interface BultraClient extends Client<paths> {
  readonly value: typeof value;
  readonly rows: typeof rows;
  /** Makes any other request with the client's token, just as it is. */
  readonly send: Fetch;
}

const KEY = 'x-bultra-idempotency-id';
const FORM = 'application/x-www-form-urlencoded';

/** A Bultra client. Each POST has an idempotency key, its own unless the call names one: it is made again under it until there is an answer. */
export function bultraClient({ url, clientId, clientSecret, ...settings }: ClientSettings & Credentials): BultraClient {
  const baseUrl = `${url}/bultra`;
  const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  const tokenRequest = (): Request => new Request(`${baseUrl}/oauth2/token`, { method: 'POST', headers: { authorization, 'content-type': FORM }, body: 'grant_type=client_credentials' });
  const fetch = withAccessToken(tokenRequest, persistentFetch(settings, (request) => isRepeatableMethod(request) || request.headers.has(KEY) || request.url.endsWith('/oauth2/token')));
  const client = createClient<paths>({ baseUrl, fetch });
  client.use({
    onRequest({ request }) {
      if (request.method === 'POST' && !request.headers.has(KEY)) request.headers.set(KEY, crypto.randomUUID());
      return request;
    },
  });
  return Object.assign(client, { value, rows, send: fetch });
}
