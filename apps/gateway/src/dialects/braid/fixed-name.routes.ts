import { All, Controller } from '@nestjs/common';
import { Public } from '@sluice/service-host';
import { HttpProblem } from '../../http/problem.js';
import { fixedNames, WALLETS } from './dialect-route.js';

const notAllowed = (allow: string): HttpProblem => new HttpProblem('method_not_allowed', 'This path has no such method.', { Allow: allow });

/** Keeps the fixed names from being taken for a wallet's id under a method that they do not serve. It stands between them and the wallets. */
@Controller(WALLETS)
@Public('says which methods there are, as any path does')
export class FixedNameRoutes {
  @All('yield-sources')
  yieldSources(): never {
    throw notAllowed(fixedNames['yield-sources']);
  }

  @All('withdrawal-time-estimates')
  estimates(): never {
    throw notAllowed(fixedNames['withdrawal-time-estimates']);
  }
}
