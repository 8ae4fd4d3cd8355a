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
  'client.stop': Required<Pick<WithdrawalDetails, 'cancellationId'>>;
}

/** Every message that may move a withdrawal, with its body. */
export type WithdrawalMessages = ClientMessages &
  AnswersOf<typeof compliance> & AnswersOf<typeof ledger> & AnswersOf<typeof liquidity> & AnswersOf<typeof bridging> & AnswersOf<typeof payout>;
