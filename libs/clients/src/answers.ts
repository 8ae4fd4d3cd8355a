/** What openapi-fetch makes of an answer: data for a success, an error otherwise. */
export interface Answered<Data, Body> {
  readonly data?: Data;
  readonly error?: Body;
  readonly response: Response;
}

/** An answer that is no success, in its API's own words. */
export class ApiError<Body = unknown> extends Error {
  override readonly name: string = 'ApiError';
  readonly status: number;
  readonly headers: Headers;
  /** Text where it is no JSON, as of a proxy. */
  readonly body: Body;

  constructor(message: string, { response, error }: Answered<unknown, Body>) {
    super(message);
    this.status = response.status;
    this.headers = response.headers;
    this.body = error as Body;
  }
}

/** `Value` of a call: its data. @throws ApiError made by `errorOf` of anything but a success */
export const valueBy = <Body>(errorOf: (answer: Answered<unknown, Body>) => ApiError<Body>) =>
  async <Data>(call: Promise<Answered<Data, Body>>): Promise<NonNullable<Data>> => {
    const answer = await call;
    if (!answer.response.ok) throw errorOf(answer);
    return answer.data as NonNullable<Data>;
  };

/** Whatever a body is, its field as text; undefined where there is none. */
export function textAt(body: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined), body);
  return typeof found === 'string' ? found : undefined;
}

/** Every row of a list, page after page; `page` reads the one after a cursor, and says where the next one begins. */
export async function* rowsOf<Row>(page: (cursor: string | undefined) => Promise<{ readonly rows: readonly Row[]; readonly next: string | null | undefined }>): AsyncGenerator<Row, void, undefined> {
  for (let cursor: string | undefined; ;) {
    const { rows, next } = await page(cursor);
    yield* rows;
    if (next === null || next === undefined || rows.length === 0) return;
    cursor = next;
  }
}
