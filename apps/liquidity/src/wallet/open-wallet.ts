import { send, type AskOf } from '@sluice/contract-kit';
import { nameGiven, type openWallet } from '@sluice/contract-liquidity';
import { DomainError } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import type { Wallet } from './wallet.js';

type OpenWalletRequest = AskOf<typeof openWallet>;

/**
 * Opens the wallet, or finds it open. Nothing has to be waited for: its address follows from its id.
 * @throws DomainError `request_conflict` when the id stands for a wallet with other parameters.
 */
export function openedWallet(known: Wallet | null, { id, label, targets, approvalPolicy }: OpenWalletRequest, address: Wallet['address'], now: Date): Change<Wallet> | null {
  if (known === null) {
    return { send: label === '' ? [] : [send(nameGiven, { subjectId: id, name: label })], state: { label, status: 'active', approvalPolicy, targets, address, createdAt: now.toISOString(), claims: [], cash: {}, flows: {}, countedDeposits: [] } };
  }
  if (known.label === label && known.approvalPolicy === approvalPolicy && sameTargets(known.targets, targets)) return null;
  throw new DomainError('request_conflict', 'This id stands for a wallet with other parameters.');
}

type Targets = OpenWalletRequest['targets'];

/** The order in which targets are named means nothing. */
function sameTargets(left: Targets, right: Targets): boolean {
  const weights = new Map(left.map(({ positionKey, targetWeightBps }) => [positionKey, targetWeightBps]));
  return left.length === right.length && right.every(({ positionKey, targetWeightBps }) => weights.get(positionKey) === targetWeightBps);
}
