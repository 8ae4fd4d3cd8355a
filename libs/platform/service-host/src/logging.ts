import { writeSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoggerService } from '@nestjs/common';
import { newId } from '@sluice/kernel';
import { currentLogFields, currentTraceId } from '@sluice/telemetry';
import type { Params } from 'nestjs-pino';
import { isOfThePlatform } from './http.js';
import type { ServiceConfig } from './service.config.js';

/** Wherever one of these stands in a logged object, its value does not get out. */
const secretFields = ['authorization', 'cookie', 'password', 'secret', 'clientSecret', 'client_secret', 'token', 'access_token', 'accessToken', 'apiKey', 'api_key', 'privateKey', 'signature', 'key'];

const redact = { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`]), censor: '[secret]' };

/** Words of routes, and ids, which say what they are of. A number or a name may be a payee's that somebody took for an id. */
const shownSegment = /^(?:[a-z][a-z.-]*\d?|[a-z]{2,12}[_-][\w.-]{1,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;

/** A path as it may be logged. */
export const shownPath = (url = ''): string => (url.split(/[?#]/)[0] ?? '').split('/').map((segment) => (shownSegment.test(segment) ? segment : '*')).join('/');

/** Method and path only: a query or a header may hold a secret. */
const requestFields = (request: IncomingMessage & { id?: unknown }): object => ({ id: request.id, method: request.method, path: shownPath(request.url) });

const described = new WeakMap<IncomingMessage, Readonly<Record<string, string>>>();

/** Says whose request it is, as soon as that is known: it stands in the line that is logged when the request has been answered. */
export const describeRequest = (request: IncomingMessage, fields: Readonly<Record<string, string>>): void => void described.set(request, { ...described.get(request), ...fields });

const withDescription = (request: IncomingMessage, line: object): object => ({ ...line, ...described.get(request) });

/** The answer's `X-Request-Id`, so that a client's question leads to its line. */
const requestIdOf = (_request: IncomingMessage, response: ServerResponse): string => String(response.getHeader('x-request-id') ?? newId());

/** JSON lines with the trace, tenant and withdrawal that they were written for. */
export const loggingFor = ({ service, logLevel }: ServiceConfig): Params => ({
  pinoHttp: {
    level: logLevel,
    base: { service },
    mixin: () => ({ traceId: currentTraceId(), ...currentLogFields() }),
    redact,
    quietReqLogger: true,
    genReqId: requestIdOf,
    customSuccessObject: (request: IncomingMessage, _response: ServerResponse, line: object) => withDescription(request, line),
    customErrorObject: (request: IncomingMessage, _response: ServerResponse, _error: Error, line: object) => withDescription(request, line),
    autoLogging: { ignore: isOfThePlatform },
    serializers: { req: requestFields, res: ({ statusCode }: { statusCode: number }) => ({ statusCode }) },
  },
});

const STDERR = 2;

/** What is logged may not have left the process when it ends; what is written like this has. */
const say = (text: string): void => void writeSync(STDERR, `${text}\n`);

/** Ends the process at once, as a failure, and says why, in the log and on stderr. What was in hand is given to another instance. */
export function endProcess(logger: Pick<LoggerService, 'fatal'>, reason: string): never {
  logger.fatal?.(reason);
  say(reason);
  process.exit(1);
}
