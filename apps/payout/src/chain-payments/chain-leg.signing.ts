import { Injectable, Logger } from '@nestjs/common';
import { authorizationNonce } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { Signer, type SigningRequest, type SigningReport } from '../providers/signer.js';
import { Usdc, type AuthorizationRef } from '../providers/usdc.js';
import { recheckedLater, withoutEvent, type Authorization, type ChainLeg } from './chain-leg.js';
import { signatureRequested, delivered, failed, type Fate } from './chain-leg.transitions.js';
import { ChainLegs } from './chain-legs.repository.js';

const VALID_FOR_SECONDS = 86_400n;

/** Obtains the wallets' signatures. Two authorizations of one leg that could both be executed never exist. */
@Injectable()
export class LegSigning {
  private readonly logger = new Logger(LegSigning.name);

  constructor(private readonly legs: ChainLegs, private readonly signer: Signer, private readonly usdc: Usdc) {}

  /** Decides what the wallet is to sign, once nothing of an earlier attempt can move money any more. */
  async plan({ id, tenantId, state }: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    const { payment } = state;
    if (payment === undefined || !this.usdc.has(payment.chain)) {
      this.logger.error(`The chain of the leg ${id} is not configured.`);
      await this.legs.step(id, (leg) => failed(leg, 'onchain_failed', now), timer);
      return;
    }
    const fate = await this.fateOfEarlier(tenantId, state);
    if (fate.kind === 'carried-out') await this.legs.step(id, (leg) => delivered(leg, fate.txHash, now), timer);
    else if (fate.kind !== 'dead') await this.legs.step(id, (leg) => withoutEvent(recheckedLater(leg, 'chain', now)), timer);
    else await this.prepare({ tenantId, leg: state, payment, now }, timer);
  }

  /** Requests the signature, or inquires about the request; the sandbox's vote is passed on first. */
  request({ tenantId, state }: Versioned<ChainLeg>): Promise<SigningReport> {
    const request = signingRequestOf(tenantId, state);
    if (state.status === 'asking' || request.activityId === undefined) return this.signer.submit(request);
    const activity = { ...request, activityId: request.activityId };
    return state.vote === undefined ? this.signer.inquire(activity) : this.signer.vote(activity, state.vote);
  }

  /** Withdraws the request of an ended leg. True when no signature will ever come of it. */
  async withdraw({ id, tenantId, state }: Versioned<ChainLeg>): Promise<boolean> {
    const { activityId, ...request } = signingRequestOf(tenantId, state);
    if (activityId === undefined) return false;
    const { status } = await this.signer.withdraw({ ...request, activityId });
    if (status === 'signed' || status === 'pending') this.logger.warn(`The signing request of the leg ${id} was withdrawn, and the signer says that it is ${status}.`);
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
    await this.legs.step(`${leg.legId}/${leg.attempt}`, (current) => signatureRequested(current, terms, now), timer);
  }

  /** `dead` when nothing that earlier attempts had signed, or requested, can be executed any more. */
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
    return this.usdc.fate(authorizationRefOf(payment.chain, authorization));
  }
}

interface Preparing {
  readonly tenantId: string;
  readonly leg: ChainLeg;
  readonly payment: NonNullable<ChainLeg['payment']>;
  readonly now: Date;
}

export const authorizationRefOf = (chain: string, { from, nonce, validBefore, sinceBlock }: Authorization): AuthorizationRef => ({
  chain, from, nonce, validBefore: BigInt(validBefore), sinceBlock: BigInt(sinceBlock),
});

function signingRequestOf(tenantId: string, { walletId, payment, authorization }: ChainLeg): SigningRequest & { activityId?: string | undefined } {
  if (payment === undefined || authorization === undefined) throw new TypeError('A signature is requested after its authorization is prepared.');
  return { tenantId, walletId, approval: payment.approval, request: authorization.request, activityId: authorization.activityId };
}

const larger = (left: bigint, right: bigint): bigint => (left > right ? left : right);
