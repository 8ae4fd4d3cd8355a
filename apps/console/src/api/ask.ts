/** Why the gateway refused, in its words. */
export class Problem extends Error {
  constructor(readonly status: number, title: string, readonly detail: string, readonly fields: readonly { readonly field: string; readonly message: string }[] = []) {
    super(detail === '' ? title : detail);
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Ask { readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'; readonly query?: Query; readonly body?: unknown; readonly signal?: AbortSignal; readonly accept?: string }

/** In memory alone: a page that is loaded anew asks for it again. */
let key = '';
let onRefused = (): void => undefined;

export const useKey = (given: string, refused: () => void): void => {
  key = given;
  onRefused = refused;
};

const BASE = '/ops/v1';

function addressOf(path: string, query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]));
  const text = new URLSearchParams(given).toString();
  return `${BASE}${path}${text === '' ? '' : `?${text}`}`;
}

interface ProblemBody { readonly title?: string; readonly detail?: string; readonly errors?: readonly { readonly field: string; readonly message: string }[] }

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  return new Problem(response.status, body.title ?? `The gateway answered ${response.status}.`, body.detail ?? '', body.errors);
}

/** @throws Problem when it is refused, or the gateway is not there */
export async function askRaw(path: string, { method = 'GET', query, body, signal, accept = 'application/json' }: Ask = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal === undefined ? {} : { signal }) };
  const response = await fetch(addressOf(path, query), init).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new Problem(0, 'The gateway cannot be reached.', '');
  });
  if (response.ok) return response;
  if (response.status === 401) onRefused();
  throw await problemOf(response);
}

export async function ask<T>(path: string, asked: Ask = {}): Promise<T> {
  const response = await askRaw(path, asked);
  const text = await response.text();
  return (text === '' ? null : JSON.parse(text)) as T;
}
