import type { ReplyOf } from '@sluice/contract-kit';
import type { readLog } from '@sluice/contract-webhooks';
import { Money } from '@sluice/kernel';
import type { ChangeBody, NoticeBody } from './answers.js';

type Entry = ReplyOf<typeof readLog>['entries'][number];
type Notice = Extract<Entry, { subscriptionId: string }>;
export type Change = Exclude<Entry, Notice>;

/** spec/operator.md; `data` is all that the log has of the withdrawal at this version. */
export const changeBody = (tenantId: string, { id, sequence, withdrawalId, dialect, dialectId, phase, hold, amount, at }: Change): ChangeBody => ({
  id, sequence, tenantId, withdrawalId, dialect, dialectId, type: `withdrawal.${phase}`, at,
  data: { phase, hold, amount: { currency: amount.currency, amount: Money.fromJson(amount).toDecimal() } },
});

/** About no withdrawal: what the dialect knows it by is its subscription, which it is numbered with (docs/decisions/0148). */
const noticeBody = (tenantId: string, { id, sequence, dialect, subscriptionId, type, at, url, failures, failingSince, cause }: Notice): NoticeBody => ({
  id, sequence, tenantId, withdrawalId: null, dialect, dialectId: subscriptionId, type, at, data: { subscriptionId, url, failures, failingSince, cause },
});

/** An entry of the event log as operators see it. */
export const entryBody = (tenantId: string, entry: Entry) => ('subscriptionId' in entry ? noticeBody(tenantId, entry) : changeBody(tenantId, entry));
