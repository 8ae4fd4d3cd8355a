import { applyDecorators, Controller, UseGuards, UseInterceptors } from '@nestjs/common';
import { AccessGuard } from '../../access/access.guard.js';
import { HttpProblem } from '../../http/problem.js';
import { ReplyInterceptor } from '../../http/reply.interceptor.js';
import { commonRefusal, type CommonRefusal } from './words.js';

export const WALLETS = 'braid/v2/portfolio-wallets';

/** Routes of the dialect for an organisation with its token. */
export const BraidController = (path = WALLETS): ClassDecorator => applyDecorators(Controller(path), UseGuards(AccessGuard), UseInterceptors(ReplyInterceptor));

/** Names that stand where a wallet's id could; each with what is served there. */
export const fixedNames = { 'yield-sources': 'GET, HEAD', 'withdrawal-time-estimates': 'POST' } as const;

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** @throws DomainError in this word for what cannot be one of our ids, so that no other service is asked about it */
export function expectUuid(id: string, absent: CommonRefusal): string {
  if (isUuid(id)) return id.toLowerCase();
  throw commonRefusal(absent);
}

/** @throws HttpProblem `unknown_path` for a fixed name; DomainError `wallet_not_found` for what cannot be an id */
export function expectWalletId(id: string): string {
  if (Object.hasOwn(fixedNames, id.toLowerCase())) throw new HttpProblem('unknown_path', 'There is nothing at this path.');
  return expectUuid(id, 'wallet_not_found');
}
