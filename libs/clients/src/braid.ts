import createClient, { type Client } from 'openapi-fetch';
import { ApiError, rowsOf, textAt, valueBy, type Answered } from './answers.ts';
import type { components, paths } from './generated/braid.ts';
import { isRepeatableMethod, persistentFetch, type ClientSettings } from './persistent-fetch.ts';

/** Braid's shapes, by the names that its document gives them. */
export type BraidShapes = components['schemas'];

export interface BraidErrorBody {
  readonly error: string;
  readonly code: string;
}

export class BraidError extends ApiError<BraidErrorBody> {
  override readonly name = 'BraidError';
  /** `insufficient_funds` and its like; undefined for what did not come from the gateway. */
  readonly code: string | undefined;

  constructor(answer: Answered<unknown, BraidErrorBody>) {
    super(textAt(answer.error, 'error') ?? `The gateway answered ${answer.response.status}.`, answer);
    this.code = textAt(answer.error, 'code');
  }
}

interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

const value = valueBy<BraidErrorBody>((answer) => new BraidError(answer));

/** Every row of a list. */
const rows = <Row>(page: (query: { readonly cursor?: string }) => Promise<Answered<Page<Row>, BraidErrorBody>>): AsyncGenerator<Row, void, undefined> =>
  rowsOf(async (cursor) => {
    const { data, nextCursor } = await value(page(cursor === undefined ? {} : { cursor }));
    return { rows: data, next: nextCursor };
  });

export interface BraidClient extends Client<paths> {
  readonly value: typeof value;
  readonly rows: typeof rows;
}

/** What creates has a `requestId` in its body. What only looks has no effect, and a withdrawal is cancelled once. */
const WITHOUT_SECOND_EFFECT = /\/(portfolio-wallets|withdraw|withdrawal-preview|withdrawal-time-estimates|cancel)$/;

/** A Braid client with its organisation's token. A creation is made again under its `requestId` until there is an answer; approvals and retries of a payout are not. */
export function braidClient({ url, token, ...settings }: ClientSettings & { readonly token: string }): BraidClient {
  const isRepeatable = (request: Request): boolean => isRepeatableMethod(request) || WITHOUT_SECOND_EFFECT.test(new URL(request.url).pathname);
  const client = createClient<paths>({ baseUrl: `${url}/braid`, headers: { authorization: `Bearer ${token}` }, fetch: persistentFetch(settings, isRepeatable) });
  return Object.assign(client, { value, rows });
}
