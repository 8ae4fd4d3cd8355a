import type * as bridging from '@sluice/contract-bridging';
import type * as compliance from '@sluice/contract-compliance';
import type { AnswersOf } from '@sluice/contract-kit';
import type * as ledger from '@sluice/contract-ledger';
import type * as liquidity from '@sluice/contract-liquidity';
import type * as payout from '@sluice/contract-payout';
import type { PaymentMessages } from './messages.js';

/** What the withdrawal and the customer's side can say to one of its payout legs. */
interface LegOrders {
  /** Stop if nothing was broadcast: by the customer, or with the whole withdrawal. */
  'leg.stop': { readonly by: 'customer' | 'system' };
  /** Its payer or payee has come onto a list. */
  'leg.listed': object;
  /** Once more, with a fresh reservation. */
  'leg.retry': object;
}

/** Every message that may move a payout leg, with its body. */
export type LegMessages = LegOrders & PaymentMessages & Pick<AnswersOf<typeof compliance>, 'compliance.screening-cancelled'> & AnswersOf<typeof ledger> & AnswersOf<typeof liquidity> & AnswersOf<typeof bridging> & AnswersOf<typeof payout>;
