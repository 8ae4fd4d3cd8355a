import { Injectable } from '@nestjs/common';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { walletBalanceSchema } from './wallet-balance.js';

export const walletBalances = aggregate({ collection: 'wallet_balances', state: walletBalanceSchema });

/** One document for each wallet, under the wallet's id. */
@Injectable()
export class WalletBalancesRepository extends repositoryOf(walletBalances) {}
