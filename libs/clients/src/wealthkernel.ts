import createClient, { type Client } from 'openapi-fetch';
import { withAccessToken, type Credentials } from './access-token.ts';
import { ApiError, rowsOf, textAt, valueBy, type Answered } from './answers.ts';
import type { components, paths } from './generated/wealthkernel.ts';
import { isRepeatableMethod, persistentFetch, type ClientSettings, type Fetch } from './persistent-fetch.ts';

/** WealthKernel's shapes, by the names that its document gives them. */
export type WealthKernelShapes = components['schemas'];

/** Problem details (RFC 9457) as the dialect writes them. */
export interface WealthKernelProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly traceId: string;
  readonly errors: Readonly<Record<string, readonly string[]>>;
}

export class WealthKernelError extends ApiError<WealthKernelProblem> {
  override readonly name = 'WealthKernelError';

  constructor(answer: Answered<unknown, WealthKernelProblem>) {
    const fields = Object.entries(answer.error?.errors ?? {}).map(([field, messages]) => `${field}: ${messages.join(', ')}`).join('; ');
    super(`${textAt(answer.error, 'title') ?? `The gateway answered ${answer.response.status}.`}${fields === '' ? '' : ` (${fields})`}`, answer);
  }
}

const NEXT = 'pagination-last';

const value = valueBy<WealthKernelProblem>((answer) => new WealthKernelError(answer));

/** Every row of a list. */
const rows = <Row>(page: (query: { readonly after?: string }) => Promise<Answered<readonly Row[], WealthKernelProblem>>): AsyncGenerator<Row, void, undefined> =>
  rowsOf(async (cursor) => {
    const answer = await page(cursor === undefined ? {} : { after: cursor });
    return { rows: await value(Promise.resolve(answer)), next: answer.response.headers.get(NEXT) };
  });

export interface WealthKernelClient extends Client<paths> {
  readonly value: typeof value;
  readonly rows: typeof rows;
  /** Makes any other request with the client's token, just as it is. */
  readonly send: Fetch;
}

const KEY = 'idempotency-key';
const FORM = 'application/x-www-form-urlencoded';

/** A WealthKernel client. Each POST has an idempotency key, its own unless the call names one: it is made again under it until there is an answer. */
export function wealthkernelClient({ url, clientId, clientSecret, ...settings }: ClientSettings & Credentials): WealthKernelClient {
  const baseUrl = `${url}/wealthkernel`;
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }).toString();
  const tokenRequest = (): Request => new Request(`${baseUrl}/connect/token`, { method: 'POST', headers: { 'content-type': FORM }, body: form });
  const fetch = withAccessToken(tokenRequest, persistentFetch(settings, (request) => isRepeatableMethod(request) || request.headers.has(KEY) || request.url.endsWith('/connect/token')));
  const client = createClient<paths>({ baseUrl, fetch });
  client.use({
    onRequest({ request }) {
      if (request.method === 'POST' && !request.headers.has(KEY)) request.headers.set(KEY, crypto.randomUUID());
      return request;
    },
  });
  return Object.assign(client, { value, rows, send: fetch });
}
