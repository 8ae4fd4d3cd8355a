import { Injectable } from '@nestjs/common';
import { moneySchema } from '@sluice/contract-kit';
import type { MoneyJson } from '@sluice/kernel';
import { z } from 'zod';
import { CustodianClient, orderSchema } from './custodian.http.js';

/** An order in the custodian's own books. */
export interface CustodianLine {
  /** Our order's id, under which it was given. */
  readonly key: string;
  /** All that it sold is paid for, and it sells nothing more. */
  readonly isSettled: boolean;
  readonly proceeds: MoneyJson;
}

const booksSchema = z.object({ orders: z.array(orderSchema.extend({ proceeds: moneySchema })) }).transform(({ orders }) => orders.map(({ key, status, fills, proceeds }): CustodianLine => ({
  key, proceeds, isSettled: ['filled', 'cancelled'].includes(status) && fills.every(({ settledAt }) => settledAt !== undefined),
})));

/** All that a tenant ever sold is in one answer. */
const LONGEST_BOOKS_BYTES = 256 * 2 ** 20;

/** The custodian's books. */
@Injectable()
export class CustodianBooks {
  constructor(private readonly custodian: CustodianClient) {}

  /** Every order that the custodian has taken from us for a tenant. @throws OutcomeUnknown when it cannot be reached. */
  read(tenantId: string): Promise<readonly CustodianLine[]> {
    return this.custodian.call<readonly CustodianLine[]>({
      verb: 'books', method: 'GET', path: '/custodian/journal', query: { tenantId }, answer: booksSchema, outcome: (lines) => `${lines.length} orders`, longestBytes: LONGEST_BOOKS_BYTES,
    });
  }
}
