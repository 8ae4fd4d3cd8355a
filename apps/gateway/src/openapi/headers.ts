/** Headers of answers, by name. A required one is in every answer that names it. */
const headers = {
  'X-Request-Id': { description: 'Names this request in our logs.', required: true, schema: { type: 'string', format: 'uuid' } },
  'Cache-Control': { required: true, schema: { const: 'no-store' } },
  'WWW-Authenticate': { description: 'What is missing.', required: true, schema: { type: 'string' } },
  'Content-Disposition': { description: 'The name to keep the file under.', required: true, schema: { type: 'string', pattern: '^attachment; filename="[^"]+"' } },
  Location: { description: 'Where it can be read.', required: true, schema: { type: 'string' } },
  'pagination-last': { description: 'The `after` of the next page; absent where this one is empty.', required: false, schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds to wait before the same request is made again.', required: true, schema: { type: 'string', pattern: '^\\d+$' } },
  'RateLimit-Limit': { description: 'Requests in a second.', required: true, schema: { type: 'string', pattern: '^\\d+$' } },
  'RateLimit-Remaining': { required: true, schema: { const: '0' } },
  'RateLimit-Reset': { description: 'Seconds until there are more.', required: true, schema: { type: 'string', pattern: '^\\d+$' } },
  'Sometimes-Retry-After': { description: 'Seconds to wait, where repeating the request may help.', required: false, schema: { type: 'string', pattern: '^\\d+$' } },
} as const;

const always = ['X-Request-Id', 'Cache-Control'] as const;

type HeaderName = keyof typeof headers;

const byStatus: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'], 403: ['WWW-Authenticate'], 409: ['Sometimes-Retry-After'], 429: ['Retry-After', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'], 500: ['Sometimes-Retry-After'], 503: ['Retry-After'],
};

/** The headers of an answer with this status, those among them that it names itself. */
export function headersOf(status: number, own: readonly string[] = []): object {
  const names = [...always, ...(byStatus[status] ?? []), ...own.filter((name): name is HeaderName => name in headers)];
  return Object.fromEntries(names.map((name) => [name.replace('Sometimes-', ''), headers[name]]));
}
