import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { HttpRequest } from '../http/exchange.js';
import type { Call } from './call.js';
import type { Scope } from './scopes.js';

export const NEEDS = 'sluice:needs';

/** The scope a route is open to. A route that names none is open to nobody. */
export const Needs = (scope: Scope): CustomDecorator => SetMetadata(NEEDS, scope);

const calls = new WeakMap<HttpRequest, Call>();

export const keepCall = (request: HttpRequest, call: Call): void => void calls.set(request, call);

export const callOf = (request: HttpRequest): Call | undefined => calls.get(request);

/** Hands the route its call, which the access guard has let in. */
export const Incoming = createParamDecorator((_: unknown, context: ExecutionContext): Call => {
  const call = callOf(context.switchToHttp().getRequest<HttpRequest>());
  if (call === undefined) throw new Error('The route is not behind the access guard.');
  return call;
});
