import type * as bridging from '@sluice/contract-bridging';
import type * as compliance from '@sluice/contract-compliance';
import type { AnswersOf, railSchema } from '@sluice/contract-kit';
import type * as ledger from '@sluice/contract-ledger';
import type * as liquidity from '@sluice/contract-liquidity';
import type * as payout from '@sluice/contract-payout';
import type { Hold, Phase } from '@sluice/kernel';
import type { Columns, Verdict } from '@sluice/saga';
import type { z } from 'zod';

/** Messages of the customer's side to a withdrawal under way. */
interface ClientMessages {
  /** Go ahead, by this rail and these dates. */
  'client.accept': {
    readonly acceptanceId: string;
    readonly acceptedAt: string;
    readonly rail: z.output<typeof railSchema>;
    readonly sendAt: string;
    readonly estimatedCompletion: string;
  };
  /** Cancel, if nothing was sent yet. */
  'client.cancel': { readonly cancellationId: string };
  /** Stop what can still be stopped, at any time. */
  'client.stop': { readonly cancellationId: string; readonly stoppedBy?: 'customer' | 'operator' | undefined };
}

/** Messages of an operator to a withdrawal under way. */
interface OperatorMessages {
  /** Undo what was commanded and end as failed; money that may have left is recalled first. */
  'operator.fail': { readonly failure: { readonly code: string; readonly reason: string } };
}

/** Messages about sanctions lists to a withdrawal under way. */
interface ListMessages {
  /** Its payer or payee was added to one. */
  'payee.listed': object;
}

/** How the payout legs of a wallet's withdrawal have ended, rolled up; or that one of them is tried again. */
interface LegsMessages {
  'legs.delivered': object;
  'legs.partly-delivered': object;
  'legs.failed': object;
  'legs.cancelled': object;
  'legs.retried': object;
}

type Decisions = Omit<AnswersOf<typeof compliance>, 'compliance.case-closed' | 'compliance.screening-cancelled'>;

/** Compliance screens several times; its answers in review, and before the payment, have message names of their own in the table. */
type ReviewMessages = { [Type in keyof Decisions as Type extends `compliance.${infer Name}` ? `review.${Name}` : never]: Decisions[Type] };

export type PaymentMessages = { [Type in keyof Decisions as Type extends `compliance.${infer Name}` ? `payment.${Name}` : never]: Decisions[Type] };

const prefixes: Readonly<Record<compliance.Stage, string>> = { 'up-front': 'compliance.', 'in-review': 'review.', 'before-payment': 'payment.' };

/** The name that the table has for compliance's answer at a stage. */
export const messageNameAt = (stage: compliance.Stage, type: string): string => type.replace(/^compliance\./, prefixes[stage]);

/** The name that the table has for an answer. */
export function messageNameOf({ type, body }: { readonly type: string; readonly body: unknown }): keyof WithdrawalMessages {
  const stage = typeof body === 'object' && body !== null && 'stage' in body ? body.stage : undefined;
  const isLater = stage === 'in-review' || stage === 'before-payment';
  return (isLater ? messageNameAt(stage, type) : type) as keyof WithdrawalMessages;
}

/** Every message that may move a withdrawal, with its body. */
export type WithdrawalMessages = ClientMessages & OperatorMessages & ListMessages & LegsMessages & ReviewMessages & PaymentMessages &
  AnswersOf<typeof compliance> & AnswersOf<typeof ledger> & AnswersOf<typeof liquidity> & AnswersOf<typeof bridging> & AnswersOf<typeof payout>;

/** Messages of the withdrawal and of the customer's side to one of its payout legs. */
interface LegOrders {
  /** Stop if nothing was broadcast: by the customer, or with the whole withdrawal. */
  'leg.stop': { readonly by: 'customer' | 'system' };
  /** Its payer or payee was added to a list. */
  'leg.listed': object;
  /** Once more, with a fresh reservation. */
  'leg.retry': object;
}

/** Every message that may move a payout leg, with its body. */
export type LegMessages = LegOrders & PaymentMessages & Pick<AnswersOf<typeof compliance>, 'compliance.screening-cancelled'> & AnswersOf<typeof ledger> & AnswersOf<typeof liquidity> & AnswersOf<typeof bridging> & AnswersOf<typeof payout>;

/** Requests whose reply is deferred until the table has decided. */
export type Order = 'acceptance' | 'cancellation' | 'wallet-order' | 'stop' | 'leg-stop' | 'leg-retry';

/** What a state means for others: the columns that every table has. Phase and hold: spec/canonical.md. */
export interface IntakeColumns extends Columns {
  readonly phase: Phase;
  readonly hold?: Exclude<Hold, 'none'>;
  readonly replies?: { readonly [O in Order]?: Verdict };
  /** The hold in the ledger: `maybe` while it is placed, posted or voided; `open` while it must be there. */
  readonly ledgerHold?: 'maybe' | 'open';
  /** What is booked on the rail's clearing account: `maybe` while it is booked; the payment; the payment and its return. */
  readonly booked?: 'maybe' | 'posted' | 'returned';
}

export interface WithdrawalColumns extends IntakeColumns {
  /** The payout legs run; or they are to stop, for the client or for an operator who fails the withdrawal. */
  readonly legs?: 'carry' | 'stop' | 'fail';
}

/** How long an answer by one of our own services is waited for before it is asked for again. The outside world and customers are given more. */
export const SERVICE_TIMEOUT = '10m';
