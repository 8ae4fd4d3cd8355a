import type { MoneyJson } from '@sluice/kernel';

/** How the bank treats a payment. `silent`: it tells nothing by itself and has to be asked. `forgets`: for a while it loses what it is given. */
export const bankWays = ['settles', 'rejects', 'returns', 'silent', 'tells-twice', 'slow', 'forgets'] as const;
export type BankWay = (typeof bankWays)[number];

type Status = 'accepted' | 'rejected' | 'settled' | 'returned' | 'recalled';

export interface Payment {
  readonly key: string;
  readonly endToEndId: string;
  readonly amount: MoneyJson | null;
  readonly way: BankWay;
  status: Status;
  trace?: string;
  settledAt?: string;
  /** How often money has gone out under it. */
  paid: number;
  returned: boolean;
}

export interface BankTime {
  now(): string;
  after(delayMs: number, work: () => void): void;
  between(least: number, most: number): number;
}

export interface Instructed {
  readonly key: string;
  readonly endToEndId: string;
  readonly amount: MoneyJson;
}

/** What the bank says of a payment, in the words of its callbacks and answers. */
export type Notice = Readonly<Record<string, string>> & { readonly key: string; readonly status: Status };

const SETTLES_AFTER_MS = [500, 15_000] as const;
const SLOW_MS = 900_000;
const FORGETS_FOR_MS = [1_000, 30_000] as const;
const RETURNS_AFTER_MS = [200, 30_000] as const;

/** A bank that takes at most one instruction under a key, as ours does, and tells of it in its own time. It outlives every process. */
export class Bank {
  readonly payments = new Map<string, Payment>();
  private readonly forgetsUntil = new Map<string, number>();

  constructor(private readonly time: BankTime, private readonly wayOf: (endToEndId: string) => BankWay, private readonly tell: (notice: Notice) => void) {}

  submit({ key, endToEndId, amount }: Instructed): Notice | null {
    const known = this.payments.get(key);
    if (known) return noticeOf(known);
    const way = this.wayOf(endToEndId);
    if (way === 'forgets' && this.forgets(key)) return null;
    const payment: Payment = { key, endToEndId, amount, way, status: way === 'rejects' ? 'rejected' : 'accepted', paid: 0, returned: false };
    this.payments.set(key, payment);
    if (payment.status === 'accepted') this.time.after(way === 'slow' ? SLOW_MS : this.time.between(...SETTLES_AFTER_MS), () => this.settle(payment));
    return noticeOf(payment);
  }

  /** For a while nothing of what is given stays. */
  private forgets(key: string): boolean {
    const now = Date.parse(this.time.now());
    const until = this.forgetsUntil.get(key) ?? now + this.time.between(...FORGETS_FOR_MS);
    this.forgetsUntil.set(key, until);
    return now < until;
  }

  inquire(key: string): Notice | null {
    const known = this.payments.get(key);
    return known ? noticeOf(known) : null;
  }

  recall(key: string): Notice {
    const known = this.payments.get(key);
    if (known) return noticeOf(known);
    const barred: Payment = { key, endToEndId: '', amount: null, way: 'settles', status: 'recalled', paid: 0, returned: false };
    this.payments.set(key, barred);
    return noticeOf(barred);
  }

  private settle(payment: Payment): void {
    payment.status = 'settled';
    payment.paid += 1;
    payment.trace = `trace-${payment.endToEndId}`;
    payment.settledAt = this.time.now();
    this.report(payment);
    if (payment.way === 'returns') this.time.after(this.time.between(...RETURNS_AFTER_MS), () => this.giveBack(payment));
  }

  private giveBack(payment: Payment): void {
    payment.status = 'returned';
    payment.returned = true;
    this.report(payment);
  }

  private report(payment: Payment): void {
    if (payment.way === 'silent') return;
    this.tell(noticeOf(payment));
    if (payment.way === 'tells-twice') this.tell(noticeOf(payment));
  }
}

/** The time of a return is not that of its telling: it is told the same however often. */
function noticeOf({ key, status, trace, settledAt }: Payment): Notice {
  const settled = settledAt === undefined || trace === undefined ? {} : { trace, settledAt };
  if (status === 'rejected') return { key, status, reason: 'R03' };
  if (status === 'returned') return { key, status, returnCode: 'R03', returnedAt: settledAt ?? '', ...settled };
  return { key, status, ...(status === 'settled' ? settled : {}) };
}
