import { Injectable, Logger } from '@nestjs/common';
import { authorizationNonce } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { ChainLegs } from './adapters/chain-legs.store.js';
import type { Authorization, ChainLeg } from './chain-leg/chain-leg.js';
import type { Fate } from './chain-leg/chain-steps.js';
import { delivered, failed } from './chain-leg/ends.js';
import { asking } from './chain-leg/signing-steps.js';
import { quietly } from './chain-leg/telling.js';
import { looking } from './chain-leg/waiting.js';
import { Signer, type Asked, type SigningReport } from './providers/signer.js';
import { Usdc, type Allowed } from './providers/usdc.js';

const VALID_FOR_SECONDS = 86_400n;

/** Has wallets sign. Two authorizations of one leg that could both be carried out never exist. */
@Injectable()
export class LegSigning {
  private readonly logger = new Logger(LegSigning.name);

  constructor(private readonly legs: ChainLegs, private readonly signer: Signer, private readonly usdc: Usdc) {}

  /** Decides what the wallet is to sign, once nothing of an earlier attempt can move money any more. */
  async plan({ id, tenantId, state }: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    const { payment } = state;
    if (payment === undefined || !this.usdc.has(payment.chain)) {
      this.logger.error(`The leg ${id} is to be paid on a chain that is not configured.`);
      await this.legs.step(id, (leg) => failed(leg, 'onchain_failed', now), timer);
      return;
    }
    const fate = await this.fateOfEarlier(tenantId, state);
    if (fate.kind === 'carried-out') await this.legs.step(id, (leg) => delivered(leg, fate.txHash, now), timer);
    else if (fate.kind !== 'dead') await this.legs.step(id, (leg) => quietly(looking(leg, 'chain', now)), timer);
    else await this.prepare({ tenantId, leg: state, payment, now }, timer);
  }

  /** Asks the signer, or asks what became of it; the sandbox's vote is passed on first. */
  ask({ tenantId, state }: Versioned<ChainLeg>): Promise<SigningReport> {
    const asked = askedOf(tenantId, state);
    if (state.status === 'asking' || asked.activityId === undefined) return this.signer.submit(asked);
    const activity = { ...asked, activityId: asked.activityId };
    return state.vote === undefined ? this.signer.inquire(activity) : this.signer.vote(activity, state.vote);
  }

  /** Takes the question of an ended leg back. True when no signature will ever come of it. */
  async withdraw({ id, tenantId, state }: Versioned<ChainLeg>): Promise<boolean> {
    const { activityId, ...asked } = askedOf(tenantId, state);
    if (activityId === undefined) return false;
    const { status } = await this.signer.withdraw({ ...asked, activityId });
    if (status === 'signed' || status === 'pending') this.logger.warn(`The authorization of ${id} is no longer wanted, but the signer says it is ${status}.`);
    return status === 'failed' || status === 'rejected';
  }

  private async prepare({ tenantId, leg, payment, now }: Preparing, timer: Cause['timer']): Promise<void> {
    const { chain, toAddress, amount, approval } = payment;
    const head = await this.usdc.head(chain);
    const from = await this.signer.addressOf(tenantId, leg.walletId);
    const nonce = authorizationNonce(leg.withdrawalId, leg.legId, leg.attempt);
    const validBefore = larger(head.time, BigInt(Math.ceil(now.getTime() / 1000))) + VALID_FOR_SECONDS;
    const authorization = this.usdc.authorization({ chain, from, to: toAddress, value: BigInt(amount.units), nonce, validBefore });
    const request = await this.signer.requestFor({ tenantId, walletId: leg.walletId, approval, authorization, at: new Date() });
    const terms = { from, nonce, validBefore: String(validBefore), sinceBlock: String(head.block), request };
    await this.legs.step(`${leg.legId}/${leg.attempt}`, (current) => asking(current, terms, now), timer);
  }

  /** `dead` when nothing of what earlier attempts had signed, or asked for, can be carried out any more. */
  private async fateOfEarlier(tenantId: string, { legId, attempt }: ChainLeg): Promise<Fate> {
    const earlier = (await this.legs.attempts(legId, tenantId)).filter(({ state }) => state.attempt < attempt);
    for (const { state } of earlier) {
      const fate = await this.fateOf(state);
      if (fate.kind !== 'dead') return fate;
    }
    return { kind: 'dead' };
  }

  private async fateOf({ authorization, payment }: ChainLeg): Promise<Fate> {
    if (authorization === undefined || payment === undefined || authorization.isVoid) return { kind: 'dead' };
    return this.usdc.fate(allowedBy(payment.chain, authorization));
  }
}

interface Preparing {
  readonly tenantId: string;
  readonly leg: ChainLeg;
  readonly payment: NonNullable<ChainLeg['payment']>;
  readonly now: Date;
}

export const allowedBy = (chain: string, { from, nonce, validBefore, sinceBlock }: Authorization): Allowed => ({
  chain, from, nonce, validBefore: BigInt(validBefore), sinceBlock: BigInt(sinceBlock),
});

function askedOf(tenantId: string, { walletId, payment, authorization }: ChainLeg): Asked & { activityId?: string | undefined } {
  if (payment === undefined || authorization === undefined) throw new TypeError('The signer is asked about what was prepared.');
  return { tenantId, walletId, approval: payment.approval, request: authorization.request, activityId: authorization.activityId };
}

const larger = (left: bigint, right: bigint): bigint => (left > right ? left : right);
