import { Injectable } from '@nestjs/common';
import type { recognizeTransfer } from '@sluice/contract-bridging';
import type { RequestOf } from '@sluice/contract-kit';
import { Relayers, Transactions, WalletSigner } from '@sluice/evm';
import { parseEventLogs, type Address, type Hex } from 'viem';
import { CctpChains, messageTransmitterAbi, mintOf, SOLANA_DOMAIN } from '../providers/cctp-contracts.http.js';
import { Legs } from './legs.repository.js';
import { hasEnded } from './transfer.js';

type RecognizeRequest = RequestOf<typeof recognizeTransfer>;

/**
 * Which transfers to wallets are bridging's own. What its relayers have sent is; and a mint that a stranger has sent, of a burn that
 * was ours. A burn to the wallet by anybody else is a deposit like any other transfer.
 */
@Injectable()
export class OwnTransfers {
  constructor(
    private readonly bridge: CctpChains,
    private readonly transactions: Transactions,
    private readonly relayers: Relayers,
    private readonly wallets: WalletSigner,
    private readonly legs: Legs,
  ) {}

  /** @throws when the chain cannot be reached, and as long as it cannot be decided: a later request can be. */
  async recognizes({ chain: name, txHash, position, walletId, amount }: RecognizeRequest): Promise<boolean> {
    if (this.bridge.domainOf(name) === null || name === 'solana') return false;
    const { chain, transmitter } = this.bridge.of(name);
    if ((await this.transactions.findByHash(chain.name, txHash)) !== null) return true;
    const { logs } = await chain.client.getTransactionReceipt({ hash: txHash as Hex });
    // The transmitter logs a message right after the transfer that it has caused.
    const [message] = parseEventLogs({ abi: messageTransmitterAbi, eventName: 'MessageReceived', logs: logs.slice(position + 1).filter(({ address }) => isSame(address, transmitter)) });
    if (message === undefined) return false;
    const mint = mintOf(message.args.messageBody);
    const recipient = await this.wallets.addressOf(walletId);
    if (mint === null || !isSame(mint.recipient, recipient) || mint.amount - mint.fee !== BigInt(amount.units)) return false;
    if (this.relayers.addresses().some((address) => isSame(address, mint.burner))) return true;
    return this.isOfLeg(walletId, name, message.args.nonce, message.args.sourceDomain);
  }

  /** By the message's nonce, which a transfer learns with its attestation. */
  private async isOfLeg(walletId: string, toChain: string, nonce: Hex, sourceDomain: number): Promise<boolean> {
    const legs = await this.legs.findWhere({ walletId, toChain });
    const transfers = legs.flatMap(({ state }) => state.transfers);
    if (transfers.some((transfer) => transfer.nonce === nonce)) return true;
    const isUnsure = sourceDomain === SOLANA_DOMAIN && transfers.some((transfer) => transfer.fromChain === 'solana' && transfer.nonce === undefined && !hasEnded(transfer));
    if (isUnsure) throw new Error(`Whether the mint ${nonce} is of a transfer that is still to be attested cannot be decided yet.`);
    return false;
  }
}

const isSame = (one: Address, other: Address): boolean => one.toLowerCase() === other.toLowerCase();
