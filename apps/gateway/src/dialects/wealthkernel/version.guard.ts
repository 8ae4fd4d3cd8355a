import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { HttpRequest } from '../../http/exchange.js';
import { HttpProblem } from '../../http/problem.js';

/** The versions of the dialect that are spoken; a request that names none means the first. */
export const versions: readonly [string, ...string[]] = ['2021-05-17'];

/** Turns away who expects a version that is not spoken. */
@Injectable()
export class VersionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const asked = context.switchToHttp().getRequest<HttpRequest>().headers['accept-version'] ?? versions[0];
    if (typeof asked === 'string' && versions.includes(asked)) return true;
    throw new HttpProblem('not_acceptable', `Accept-Version must be one of ${versions.join(', ')}.`);
  }
}
