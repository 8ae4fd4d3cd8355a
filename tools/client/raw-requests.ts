import { ApiError } from '@sluice/clients/answers';
import type { z } from 'zod';

/** What came back over HTTP. `body` is parsed JSON, or text when it is none, or null when empty. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  /** The body as it came. */
  readonly bytes: Buffer;
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a form or text is sent as it is. */
  readonly body?: unknown;
  /** How long to wait for an answer; a minute unless told. */
  readonly withinMs?: number;
}

const REQUEST_TIMEOUT_MS = 60_000;

/** An answer that does not fit what was asked; the message shows both. */
export class UnexpectedAnswer extends ApiError {
  constructor(what: string, { status, headers, body }: Answer) {
    super(`${what} was answered with ${status} ${JSON.stringify(body)}.`, { response: { status, headers } as Response, error: body });
  }
}

function sent(body: unknown): { body?: string | FormData; headers: Record<string, string> } {
  if (body === undefined) return { headers: {} };
  if (body instanceof FormData) return { body, headers: {} };
  if (body instanceof URLSearchParams) return { body: body.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * One HTTP exchange, for what no client sends and for those who are no API of Sluice's; any status is an answer. `send` makes the request, with
 * a client's token where it is a client's. Throws when there is no answer.
 */
export async function exchange(url: string, { method = 'GET', headers = {}, body, withinMs = REQUEST_TIMEOUT_MS }: Ask = {}, send: (request: Request) => Promise<Response> = fetch): Promise<Answer> {
  const { headers: ownHeaders, ...rest } = sent(body);
  const response = await send(new Request(url, { method, headers: { ...ownHeaders, ...headers }, signal: AbortSignal.timeout(withinMs), ...rest }));
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body: parsed(bytes.toString()), bytes };
}

/** The body of an answer that must be a success of this shape. Throws UnexpectedAnswer otherwise. */
export function expectSuccess<Schema extends z.ZodType>(what: string, answer: Answer, schema: Schema): z.output<Schema> {
  const read = schema.safeParse(answer.body);
  if (answer.status < 200 || answer.status > 299 || !read.success) throw new UnexpectedAnswer(what, answer);
  return read.data;
}
