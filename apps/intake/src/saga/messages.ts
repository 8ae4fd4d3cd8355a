import type * as bridging from '@sluice/contract-bridging';
import type * as compliance from '@sluice/contract-compliance';
import type { AnswersOf } from '@sluice/contract-kit';
import type * as ledger from '@sluice/contract-ledger';
import type * as liquidity from '@sluice/contract-liquidity';
import type * as payout from '@sluice/contract-payout';
import type { WithdrawalDetails } from '../withdrawal/withdrawal-details.js';

/** What the customer's side can say to a withdrawal under way. */
interface ClientMessages {
  /** Go ahead, by this rail and these dates. */
  'client.accept': Required<Pick<WithdrawalDetails, 'acceptanceId' | 'acceptedAt' | 'rail' | 'sendAt' | 'estimatedCompletion'>>;
  /** Cancel, if nothing was sent yet. */
  'client.cancel': Required<Pick<WithdrawalDetails, 'cancellationId'>>;
  /** Stop what can still be stopped, at any time. */
  'client.stop': Required<Pick<WithdrawalDetails, 'cancellationId'>> & Pick<WithdrawalDetails, 'stoppedBy'>;
}

/** What an operator can say to a withdrawal under way. */
interface OperatorMessages {
  /** Take back what was asked and end as failed; money that may have left is recalled first. */
  'operator.fail': Required<Pick<WithdrawalDetails, 'failure'>>;
}

/** What lists can say to a withdrawal under way. */
interface ListMessages {
  /** Its payer or payee has come onto one. */
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

type Judgements = Omit<AnswersOf<typeof compliance>, 'compliance.case-closed' | 'compliance.screening-cancelled'>;

/** Compliance judges several times; what it says in review, and before the payment, are words of their own in the table. */
type ReviewMessages = { [Type in keyof Judgements as Type extends `compliance.${infer Word}` ? `review.${Word}` : never]: Judgements[Type] };

export type PaymentMessages = { [Type in keyof Judgements as Type extends `compliance.${infer Word}` ? `payment.${Word}` : never]: Judgements[Type] };

const prefixes: Readonly<Record<compliance.Stage, string>> = { 'up-front': 'compliance.', 'in-review': 'review.', 'before-payment': 'payment.' };

/** The table's word for a judgement at a stage. */
export const wordAt = (stage: compliance.Stage, type: string): string => type.replace(/^compliance\./, prefixes[stage]);

/** The table's word for an answer. */
export function wordOf({ type, body }: { readonly type: string; readonly body: unknown }): keyof WithdrawalMessages {
  const stage = typeof body === 'object' && body !== null && 'stage' in body ? body.stage : undefined;
  const isLater = stage === 'in-review' || stage === 'before-payment';
  return (isLater ? wordAt(stage, type) : type) as keyof WithdrawalMessages;
}

/** Every message that may move a withdrawal, with its body. */
export type WithdrawalMessages = ClientMessages & OperatorMessages & ListMessages & LegsMessages & ReviewMessages & PaymentMessages &
  AnswersOf<typeof compliance> & AnswersOf<typeof ledger> & AnswersOf<typeof liquidity> & AnswersOf<typeof bridging> & AnswersOf<typeof payout>;
