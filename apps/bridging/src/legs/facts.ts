import type { Step } from './transfer.js';

/** What is said of a transaction: of which step and try, and with which number among its news. */
interface OfStep {
  readonly step: Step;
  readonly attempt: number;
  readonly sequence: number;
}

/** Something learnt about a transfer, or done for it. */
export type Observation =
  /** The first step may be taken. `fee` is burned beyond the amount. */
  | { readonly kind: 'begun'; readonly fee: string }
  /** There is no bridge between these chains. */
  | { readonly kind: 'impossible' }
  /** The present step's transaction is ordered; news of it will come. */
  | { readonly kind: 'ordered'; readonly step: Step; readonly attempt: number }
  /** The present step cannot be taken yet. */
  | { readonly kind: 'delayed'; readonly step: Step }
  | (OfStep & { readonly kind: 'done'; readonly hash: string })
  /** A reorganisation has taken it back; it will be done again. */
  | (OfStep & { readonly kind: 'put-back' })
  /** It has no effect and never will. */
  | (OfStep & { readonly kind: 'undone'; readonly reason: string })
  | { readonly kind: 'attested'; readonly message: string; readonly attestation: string; readonly nonce: string }
  | { readonly kind: 'unattested'; readonly nonce?: string | undefined }
  | { readonly kind: 'reattested' }
  /** The bridge's nonce is used on the destination's chain, by whichever transaction. */
  | { readonly kind: 'found-minted'; readonly hash: string }
  | { readonly kind: 'not-minted' };
