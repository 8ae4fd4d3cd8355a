/** Why a node does not take a transaction: `fee`: a dearer form may help; `funds`: the account cannot pay for it; `other`: its words are not known. */
export const refusals = ['fee', 'funds', 'other'] as const;
export type Refusal = (typeof refusals)[number];

/** What a node answers to a transaction: it has it, or it will not have it in this form. */
export type BroadcastAnswer = { readonly kind: 'taken' } | { readonly kind: 'not-taken'; readonly because: Refusal; readonly words: string };

/** It has this very form, or the nonce is used up: what came of it is in the receipts. */
const HAS_IT = /already known|already imported|known transaction|already exists|already in mempool|nonce (is )?too low/i;

/**
 * Geth: `replacement transaction underpriced`, `transaction underpriced: gas tip cap …`, `max fee per gas less than block base fee`;
 * Nethermind and Erigon: `FeeTooLow`, `fee too low`; rollups: `max fee per gas less than …`, `fee cap … too low`.
 */
const FEE = /underpriced|less than (the )?(block )?base fee|(fee|tip|gas ?price)( cap)? ?(is )?too ?low|min(imum)? (gas ?price|tip|priority fee)/i;

const FUNDS = /insufficient (funds|balance)|exceeds (the )?balance|not enough (funds|balance)/i;

/** The meaning of a node's refusal. Words that nobody knows count as a refusal too: the transaction is looked for and offered again. */
export function answerOf(words: string): BroadcastAnswer {
  if (HAS_IT.test(words)) return { kind: 'taken' };
  if (FUNDS.test(words)) return { kind: 'not-taken', because: 'funds', words };
  return { kind: 'not-taken', because: FEE.test(words) ? 'fee' : 'other', words };
}
