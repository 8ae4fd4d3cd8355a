import { HttpProblem } from '../../http/problem.js';
import type { WalletWithdrawalName } from '../../withdrawals/wallet-withdrawals.js';
import { commonRefusal } from './errors.js';

export const WALLETS = 'braid/v2/portfolio-wallets';

/** What is written out where a wallet's id could stand: there is nothing below it. */
const fixedNames: readonly string[] = ['yield-sources', 'withdrawal-time-estimates'];

/** The id as it is stored; null for what cannot be one, so that no request is made for it. */
const uuidOf = (id: string): string | null => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.toLowerCase() : null);

/** @throws HttpProblem `unknown_path` for a fixed name; DomainError `wallet_not_found` for what cannot be an id */
export function expectWalletId(id: string): string {
  if (fixedNames.includes(id.toLowerCase())) throw new HttpProblem('unknown_path', 'There is nothing at this path.');
  const uuid = uuidOf(id);
  if (uuid === null) throw commonRefusal('wallet_not_found');
  return uuid;
}

/** The parts of a path that name a withdrawal, as they came. */
export interface WithdrawalPath {
  readonly walletId: string;
  readonly withdrawalId: string;
}

export interface PayoutPath extends WithdrawalPath {
  readonly payoutId: string;
}

/** @throws HttpProblem and DomainError as `expectWalletId` */
export const nameOf = ({ walletId, withdrawalId }: WithdrawalPath): WalletWithdrawalName => ({ walletId: expectWalletId(walletId), id: uuidOf(withdrawalId) });

/** No id is longer. */
const ID_LENGTH = 100;

/** What cannot be a leg's id is requested too: if the withdrawal is not there, that has to be answered first. */
export const legIdOf = ({ payoutId }: PayoutPath): string => payoutId.toLowerCase().slice(0, ID_LENGTH);

export const WEBHOOK_PREFIX = 'wh_';

/** @throws DomainError `webhook_not_found` for what cannot be one of our ids */
export function expectWebhookId(id: string): string {
  const uuid = id.startsWith(WEBHOOK_PREFIX) ? uuidOf(id.slice(WEBHOOK_PREFIX.length)) : null;
  if (uuid === null) throw commonRefusal('webhook_not_found');
  return `${WEBHOOK_PREFIX}${uuid}`;
}
