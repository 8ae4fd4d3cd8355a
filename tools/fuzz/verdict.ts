import type { SeenAnswer } from '@sluice/builders/documented-answers';
import type { HttpRequest } from './requests.ts';
import type { Target } from './targets.ts';
import type { Exchange, WireAnswer } from './wire.ts';

/** What node answers by itself to what is no request of anyone's: without a body, and with the connection closed. */
const protocolStatuses: readonly number[] = [400, 408, 413, 417, 431];

const isOfProtocol = ({ status, headers, bytes }: WireAnswer): boolean => protocolStatuses.includes(status) && bytes.length === 0 && !headers.has('x-request-id');

function bodyOf(headers: Headers, text: string): unknown {
  if (text === '' || !(headers.get('content-type') ?? '').includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const seen = ({ status, headers, bytes }: WireAnswer): SeenAnswer => {
  const text = bytes.toString();
  return { status, headers, text, body: bodyOf(headers, text) };
};

/** Where the code stands is nobody's business. */
const TRACE = /\n\s+at |node_modules|\.ts:\d+/;

/** A server's failure, unless it says when to come again. */
const fails = ({ status, headers }: WireAnswer): boolean => status >= 500 && !(status === 503 && headers.has('retry-after'));

/** The API that a path belongs to; what belongs to none is answered as operators are. */
const targetOf = (targets: readonly Target[], path: string): Target | undefined => {
  const below = path.toLowerCase();
  return targets.find(({ prefix }) => below === prefix || below.startsWith(`${prefix}/`)) ?? targets.find(({ name }) => name === 'ops');
};

function ofAnswer(targets: readonly Target[], method: string, path: string, wire: WireAnswer): string[] {
  const answer = seen(wire);
  if (fails(wire)) return [`it was answered with ${wire.status}: ${answer.text}`];
  if (TRACE.test(answer.text)) return [`the answer shows where the code stands: ${answer.text}`];
  const target = targetOf(targets, path);
  if (target === undefined) return ['there is no such dialect'];
  const operation = target.answers.operationAt(method === 'HEAD' ? 'GET' : method, path);
  if (method === 'HEAD') return answer.text === '' ? [] : ['there is a body to a HEAD'];
  return operation === undefined ? target.answers.refusalDifferences(answer) : target.answers.differences(operation, answer);
}

/** Everything in which what came back is not what may come back. */
export function wrongIn(targets: readonly Target[], { method, path, isHttp }: HttpRequest, { answers, trouble }: Exchange): string[] {
  if (trouble !== null) return [trouble];
  const [answer] = answers;
  if (answer === undefined) return isHttp ? ['there was no answer'] : [];
  return !isHttp && isOfProtocol(answer) ? [] : ofAnswer(targets, method, path, answer);
}

/** Of bytes that are no single request it is not said which they are answered by; only that none fails, and each has the shape of the dialect. */
export function wrongInRaw(targets: readonly Target[], path: string, { answers, trouble }: Exchange): string[] {
  if (trouble !== null) return [trouble];
  return answers.filter((answer) => !isOfProtocol(answer)).flatMap((wire) => {
    if (fails(wire)) return [`it was answered with ${wire.status}: ${wire.bytes.toString()}`];
    const own = ['GET', 'POST'].map((method) => ofAnswer(targets, method, path, wire));
    return [...own, ofAnswer(targets, 'GET', '/', wire)].find((wrong) => wrong.length === 0) ?? own[0] ?? [];
  });
}
