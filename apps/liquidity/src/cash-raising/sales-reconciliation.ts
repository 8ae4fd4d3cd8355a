import type { Break } from '@sluice/contract-kit';
import { Money, type MoneyJson } from '@sluice/kernel';
import type { CustodianLine } from '../providers/custodian-books.http.js';

/** What we have sold and been paid for, by order. */
export interface SoldOrder {
  readonly orderId: string;
  readonly proceeds: MoneyJson;
}

const inWords = (amount: MoneyJson): string => `${Money.fromJson(amount).toDecimal()} ${amount.currency}`;
const breakOf = (kind: Break['kind'], reference: string, expected: string | null, actual: string | null): Break => ({ kind, provider: 'custodian', reference, expected, actual });

/** Our sales against the custodian's own books. `open`: orders that are still being carried out; what is known of them moves. */
export function compareOrders(sold: readonly SoldOrder[], open: ReadonlySet<string>, books: readonly CustodianLine[]): Break[] {
  const lines = new Map(books.map((line) => [line.key, line]));
  const ours = sold.flatMap(({ orderId, proceeds }) => {
    const line = lines.get(orderId);
    if (line === undefined) return [breakOf('missing', orderId, inWords(proceeds), null)];
    return Money.fromJson(line.proceeds).equals(Money.fromJson(proceeds)) ? [] : [breakOf('amount', orderId, inWords(proceeds), inWords(line.proceeds))];
  });
  const known = new Set([...sold.map(({ orderId }) => orderId), ...open]);
  const extra = books.filter((line) => line.isSettled && !known.has(line.key) && Money.fromJson(line.proceeds).isPositive)
    .map((line) => breakOf('extra', line.key, null, inWords(line.proceeds)));
  const copies = [...Map.groupBy(books, ({ key }) => key)].filter(([, same]) => same.length > 1).map(([key, same]) => breakOf('duplicate', key, '1 order', `${same.length} orders`));
  return [...ours, ...extra, ...copies];
}
