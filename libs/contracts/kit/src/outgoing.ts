import type { BodyOf, MessageContract } from './contract.js';

/** A message about to be sent: its contract and a body that fits it. */
export interface Outgoing {
  readonly contract: MessageContract;
  readonly body: unknown;
  readonly withdrawalId?: string | undefined;
  /** For an answer: the app that asked. */
  readonly replyTo?: string | undefined;
}

export const send = <C extends MessageContract>(contract: C, body: BodyOf<C>, address: Pick<Outgoing, 'withdrawalId' | 'replyTo'> = {}): Outgoing => ({
  contract, body, ...address,
});
