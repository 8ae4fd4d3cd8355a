import { Injectable } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { ChainFaults, Usdc } from '../providers/usdc.js';
import { recheckedLater, withoutEvent, type ChainLeg } from './chain-leg.js';
import { authorizationRefOf } from './chain-leg.signing.js';
import { confirming, transferOrdered, settled, unfunded } from './chain-leg.transitions.js';
import { ChainLegs } from './chain-legs.repository.js';

/** Has signed transfers executed. */
@Injectable()
export class LegSending {
  constructor(private readonly legs: ChainLegs, private readonly usdc: Usdc, private readonly faults: ChainFaults) {}

  /** The last check before it is sent: after this it can no longer be stopped. */
  async begin({ id, tenantId, state }: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    const { payment, from } = transferOf(state);
    const isFunded = (await this.usdc.balance(payment.chain, from)) >= BigInt(payment.amount.units);
    const gas = isFunded ? await this.faults.gasFor(tenantId, id) : undefined;
    const next = await this.legs.step(id, (leg) => (isFunded ? transferOrdered(leg, gas, now) : unfunded(leg, now)), timer);
    if (next?.state.status === 'ordered') await this.order(next);
  }

  /** Sends it, unless that was done; and checks whether it is in a block, since there is no event of that before it is deep enough. */
  async continue(due: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    if (due.state.status === 'ordered') await this.order(due);
    const hash = due.state.status === 'broadcast' ? await this.usdc.includedIn(due.id) : null;
    await this.legs.step(due.id, (leg) => (hash === null ? withoutEvent(recheckedLater(leg, 'chain', now)) : confirming(leg, hash, now)), timer);
  }

  /** Its transaction failed: queries the authorization on the chain. */
  async settle({ id, state }: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    const { payment, authorization } = transferOf(state);
    const fate = await this.usdc.fate(authorizationRefOf(payment.chain, authorization));
    await this.legs.step(id, (leg) => settled(leg, fate, now), timer);
  }

  private async order({ id, tenantId, state }: Versioned<ChainLeg>): Promise<void> {
    const { payment, authorization, from, signature } = transferOf(state);
    if (signature === undefined) throw new TypeError(`The leg ${id} is to be sent and was not signed.`);
    const { nonce, validBefore } = authorization;
    const cause: Cause = { id: idFrom('chain-leg', id, 'order'), tenantId, withdrawalId: state.withdrawalId, ...state.replyAddress };
    await this.usdc.send(id, {
      chain: payment.chain, from, to: payment.toAddress, value: BigInt(payment.amount.units), nonce,
      validBefore: BigInt(validBefore), signature, ...(state.gas === undefined ? {} : { gas: BigInt(state.gas) }),
    }, cause);
  }
}

function transferOf({ payment, authorization }: ChainLeg) {
  if (payment === undefined || authorization === undefined) throw new TypeError('Only what was signed is sent.');
  return { payment, authorization, from: authorization.from, signature: authorization.signature };
}
