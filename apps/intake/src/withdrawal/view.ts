import type { Versioned } from '@sluice/persistence';
import type { Kind } from '../saga/tables.js';
import { portfolioViewOf } from './portfolio-view.js';
import { walletViewOf } from './wallet-view.js';
import { viewOf, type Withdrawal } from './withdrawal.js';

type View = (withdrawal: Versioned<Withdrawal>) => Record<string, unknown>;

const views: Record<Kind, View> = { account: viewOf, wallet: walletViewOf, portfolio: portfolioViewOf };

/** A withdrawal in the words of its kind: what readers are replied with, and what its events carry. */
export const viewOfKind: View = (withdrawal) => views[withdrawal.state.kind](withdrawal);
