import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import type { Address } from 'viem';
import type { ChainName } from '../chains/chain.js';
import type { TransactionNews } from './news.js';
import type { Order, Sender } from './order.js';

export type NewsHandler = (news: TransactionNews, cause: Cause) => Promise<unknown>;

/** How a transaction stands. */
export interface TransactionView {
  readonly key: string;
  readonly chain: ChainName;
  readonly from: Address;
  readonly status: 'ordered' | 'numbered' | 'signed' | 'included' | 'refused' | 'final';
}

/** Calls of contracts, each made exactly once whatever dies meanwhile. */
@Injectable()
export class Transactions {
  /** Sends this call exactly once for its key. Repeatable: a key that is known changes nothing. */
  order(order: Order, _cause: Cause): Promise<void> {
    return Promise.reject(new Error(`${order.key}: not yet.`));
  }

  /**
   * Tells the owner of its transactions' news: each at least once, those of one transaction in order. The cause is that
   * of the order. A handler that throws is told again later.
   */
  watch(_owner: string, _handler: NewsHandler): void {}

  find(_key: string): Promise<TransactionView | null> {
    return Promise.resolve(null);
  }

  /** The account that would send on this chain: who an authorization must name as its payee. */
  senderOf(_chain: ChainName, _from: Sender): Promise<Address> {
    return Promise.reject(new Error('not yet.'));
  }
}
