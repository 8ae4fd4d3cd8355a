import { Injectable, Logger } from '@nestjs/common';
import { authorizationNonce, receiveAuthorization, Transactions, usdcAbi, WalletSigner, type ChainClient, type TransactionObservation } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import { encodeFunctionData, pad, zeroHash, type Address, type Hex } from 'viem';
import { BridgingConfig } from '../bridging.config.js';
import { isOnChain, stepSchema, type Observation, type Step, type Transfer } from '../legs/transfer.js';
import { AttestationService } from './attestation.http.js';
import { CctpChains, isMessageOf, messageTransmitterAbi, MintFinder, tokenMessengerAbi } from './cctp-contracts.http.js';
import { SolanaSource } from './solana.http.js';
import { UsdcAllowances } from './usdc-allowances.http.js';

/** The key of a transfer's transaction: ids may hold any character, so each part is encoded. */
export const transactionKeyOf = ({ legKey, transferId, step, attempt }: StepAttempt): string =>
  [legKey, transferId, step, String(attempt)].map(encodeURIComponent).join('/');

/** @throws TypeError when the key is not one of ours. */
export function readTransactionKey(key: string): StepAttempt {
  const [legKey, transferId, step, attempt] = key.split('/').map(decodeURIComponent);
  const known = stepSchema.safeParse(step);
  if (legKey === undefined || transferId === undefined || !known.success || !Number.isSafeInteger(Number(attempt))) throw new TypeError(`No transaction of a transfer goes by ${key}.`);
  return { legKey, transferId, step: known.data, attempt: Number(attempt) };
}

/** A transfer with what its leg says of it. */
export interface LegTransfer {
  readonly legKey: string;
  readonly walletId: string;
  readonly toChain: string;
  readonly transfer: Transfer;
  readonly tenantId: string;
}

/** The step and attempt that a transaction is of. */
export interface StepAttempt {
  readonly legKey: string;
  readonly transferId: string;
  readonly step: Step;
  readonly attempt: number;
}

export type StepObservation = Extract<Observation, { sequence: number }>;

const OWNER = 'bridging';
const FAST = 1000;
const STANDARD = 2000;
const BPS = 10_000n;

/** How long the relayer may take to pull, by the chain's clock. */
const PULL_VALID_SECONDS = 86_400n;

/**
 * CCTP v2 by the contracts themselves: it burns on one chain and mints on another. What is ordered under the same step and attempt is
 * done once, however often it is ordered.
 */
@Injectable()
export class CctpBridge {
  private readonly logger = new Logger(CctpBridge.name);

  constructor(
    private readonly config: BridgingConfig,
    private readonly bridge: CctpChains,
    private readonly transactions: Transactions,
    private readonly wallets: WalletSigner,
    private readonly allowances: UsdcAllowances,
    private readonly service: AttestationService,
    private readonly solana: SolanaSource,
    private readonly mints: MintFinder,
  ) {}

  /** The fee is taken from what is burned, so more is burned: as much more as the fee on all of it. */
  async feeOf({ transfer, toChain, tenantId }: LegTransfer): Promise<string | null> {
    const from = this.bridge.domainOf(transfer.fromChain);
    const to = this.bridge.domainOf(toChain);
    if (from === null || to === null || from === to || (!isOnChain(transfer) && !this.solana.isThere)) return null;
    if (this.config.speed === 'standard' || !isOnChain(transfer)) return '0';
    const bps = await this.service.fastFeeBps(from, to, tenantId);
    return ((BigInt(transfer.amount) * bps + BPS - bps - 1n) / (BPS - bps)).toString();
  }

  async orderPull(legTransfer: LegTransfer, cause: Cause): Promise<void> {
    const { legKey, walletId, transfer } = legTransfer;
    const chain = this.source(legTransfer);
    const from = await this.wallets.addressOf(walletId);
    const to = await this.transactions.senderOf(senderFor(legTransfer));
    const validBefore = (await chain.headTime()) + PULL_VALID_SECONDS;
    const nonce = authorizationNonce('bridging', legKey, transfer.id, transfer.attempt);
    const terms = { from, to, value: burnedBy(legTransfer), validAfter: 0n, validBefore, nonce };
    const signature = await this.wallets.signTypedData(walletId, receiveAuthorization(chain, terms));
    const args = [from, to, terms.value, 0n, validBefore, nonce, signature] as const;
    await this.order(legTransfer, 'pull', { chain, to: chain.usdc, data: encodeFunctionData({ abi: usdcAbi, functionName: 'receiveWithAuthorization', args }) }, cause);
  }

  /** `delayed`: not yet possible, to be tried again soon. An observation: done at once. */
  async orderBurn(legTransfer: LegTransfer, cause: Cause): Promise<'ordered' | 'delayed' | Observation> {
    const recipient = await this.wallets.addressOf(legTransfer.walletId);
    const { domain } = this.bridge.of(legTransfer.toChain);
    if (!isOnChain(legTransfer.transfer)) return this.burnOnSolana(legTransfer, recipient, domain);
    const { chain, messenger } = this.bridge.of(legTransfer.transfer.fromChain);
    if (!(await this.allowances.covers(chain, senderFor(legTransfer), messenger, burnedBy(legTransfer), cause))) return 'delayed';
    const fee = BigInt(legTransfer.transfer.fee);
    const args = [burnedBy(legTransfer), domain, pad(recipient, { size: 32 }), chain.usdc, zeroHash, fee, fee > 0n ? FAST : STANDARD] as const;
    await this.order(legTransfer, 'burn', { chain, to: messenger, data: encodeFunctionData({ abi: tokenMessengerAbi, functionName: 'depositForBurn', args }) }, cause);
    return 'ordered';
  }

  async orderMint(legTransfer: LegTransfer, cause: Cause): Promise<void> {
    const { chain, transmitter } = this.bridge.of(legTransfer.toChain);
    const { attested } = legTransfer.transfer;
    if (attested === undefined) throw new TypeError('A mint is ordered after its attestation.');
    const data = encodeFunctionData({ abi: messageTransmitterAbi, functionName: 'receiveMessage', args: [attested.message as Hex, attested.attestation as Hex] });
    await this.order(legTransfer, 'mint', { chain, to: transmitter, data }, cause);
  }

  async orderReturn(legTransfer: LegTransfer, cause: Cause): Promise<void> {
    const chain = this.source(legTransfer);
    const to = await this.wallets.addressOf(legTransfer.walletId);
    await this.order(legTransfer, 'return', { chain, to: chain.usdc, data: encodeFunctionData({ abi: usdcAbi, functionName: 'transfer', args: [to, burnedBy(legTransfer)] }) }, cause);
  }

  /** What the bridge's service says of the burn. */
  async inquireAttestation(legTransfer: LegTransfer): Promise<Extract<Observation, { kind: 'attested' | 'unattested' }>> {
    const { transfer, toChain, walletId, tenantId } = legTransfer;
    const sourceDomain = this.bridge.domainOf(transfer.fromChain);
    if (sourceDomain === null) throw new RangeError(`The bridge does not reach ${transfer.fromChain}.`);
    const messages = await this.service.messagesOf(sourceDomain, transfer.burnHash ?? '', tenantId);
    const expected = { sourceDomain, destinationDomain: this.bridge.of(toChain).domain, mintRecipient: await this.wallets.addressOf(walletId), amount: burnedBy(legTransfer) };
    const attested = messages.find(({ attested: one }) => one !== undefined && isMessageOf(one.message as Hex, expected));
    if (attested?.attested) return { kind: 'attested', nonce: attested.nonce, ...attested.attested };
    const pending = messages.find(({ attested: one }) => one === undefined);
    if (pending?.delayReason) this.logger.warn(`The attestation of ${transfer.burnHash ?? ''} is delayed: ${pending.delayReason}.`);
    return { kind: 'unattested', nonce: pending?.nonce };
  }

  async reattest({ transfer, tenantId }: LegTransfer): Promise<void> {
    if (transfer.nonce !== undefined) await this.service.reattest(transfer.nonce, tenantId);
  }

  /** The transaction that has used up the message's nonce on the destination's chain; null when none has. */
  findMint({ toChain, transfer }: LegTransfer): Promise<string | null> {
    const { chain, transmitter } = this.bridge.of(toChain);
    return transfer.nonce === undefined ? Promise.resolve(null) : this.mints.find(chain, transmitter, transfer.nonce as Hex);
  }

  /** What came of each transaction, at least once and in order. */
  watch(observe: (about: StepAttempt, observation: StepObservation, cause: Cause) => Promise<unknown>): void {
    this.transactions.watch(OWNER, async (event, cause) => {
      const about = readTransactionKey(event.key);
      const observation = observationOf(about, event);
      if (observation) await observe(about, observation, cause);
    });
  }

  /** Under the nonce that a pull would have on another chain: by it liquidity sees that the cash has left (0145). */
  private async burnOnSolana(legTransfer: LegTransfer, mintRecipient: Address, destinationDomain: number): Promise<Observation> {
    const { legKey, transfer, tenantId } = legTransfer;
    const key = authorizationNonce('bridging', legKey, transfer.id, transfer.attempt);
    const hash = await this.solana.burn({ key, tenantId, owner: mintRecipient, amount: burnedBy(legTransfer).toString(), destinationDomain, mintRecipient });
    return { kind: 'done', step: 'burn', attempt: transfer.attempt, sequence: transfer.lastObservation + 1, hash };
  }

  private source({ transfer }: LegTransfer): ChainClient {
    return this.bridge.of(transfer.fromChain).chain;
  }

  private order(legTransfer: LegTransfer, step: Step, call: { chain: ChainClient; to: Address; data: Hex }, cause: Cause): Promise<void> {
    const { legKey, transfer } = legTransfer;
    const key = transactionKeyOf({ legKey, transferId: transfer.id, step, attempt: transfer.attempt });
    return this.transactions.order({ key, owner: OWNER, chain: call.chain.name, from: senderFor(legTransfer), to: call.to, data: call.data }, cause);
  }
}

/** One relayer for all of a transfer's calls: what they build on goes out before them. */
const senderFor = ({ transfer }: LegTransfer) => ({ relayer: transfer.id });

const burnedBy = ({ transfer }: LegTransfer): bigint => BigInt(transfer.amount) + BigInt(transfer.fee);

/** What a transaction's progress means for the transfer; null when it changes nothing yet. Only what is final counts as without effect. */
function observationOf({ step, attempt }: StepAttempt, observation: TransactionObservation): StepObservation | null {
  const about = { step, attempt, sequence: observation.sequence };
  switch (observation.kind) {
    case 'confirmed': return { kind: 'done', ...about, hash: observation.hash };
    case 'put-back': case 'gone': return { kind: 'put-back', ...about };
    case 'refused': return { kind: 'undone', ...about, reason: observation.reason };
    case 'final': return observation.succeeded ? null : { kind: 'undone', ...about, reason: observation.reason ?? 'reverted' };
    case 'broadcast': case 'reverted': return null;
  }
}
