import type { Outgoing } from '@sluice/contract-kit';
import type { Saga } from '@sluice/saga';
import type { WithdrawalDetails } from '../withdrawal/withdrawal-details.js';
import type { WithdrawalMessages } from './messages.js';
import type { Label } from './vocabulary.js';
import { portfolioWithdrawalSaga } from './portfolio-withdrawal.saga.js';
import { walletWithdrawalSaga } from './wallet-withdrawal.saga.js';
import { withdrawalSaga } from './withdrawal.saga.js';

/** A table whose states are not told apart: all that is needed to take a withdrawal along it. */
export type Table = Saga<string, WithdrawalDetails, WithdrawalMessages, Label, Outgoing>;

/** One life for each kind of source that money is withdrawn from. */
const tables = { account: withdrawalSaga, wallet: walletWithdrawalSaga, portfolio: portfolioWithdrawalSaga } satisfies Record<string, Table>;

export type Kind = keyof typeof tables;
export const kinds = Object.keys(tables) as [Kind, ...Kind[]];

export const tableOf = (kind: Kind): Table => tables[kind];
