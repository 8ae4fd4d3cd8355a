import { Transactions, WalletSigner, type ObservationHandler, type ChainObservation, type TransactionObservation, type UsdcAuthorization } from '@sluice/evm';
import { ChainBalances, type WalletOnChain } from '../../../../../apps/liquidity/src/providers/chain-balances.js';
import { noPositions, type OnChainPositions, type OnChainWallet } from '../../../../../apps/liquidity/src/wallets/holdings.js';
import { Signer, type SigningReport } from '../../../../../apps/payout/src/providers/signer.js';
import { ChainFaults, Usdc, type Transfer } from '../../../../../apps/payout/src/providers/usdc.js';
import { addressOf, type Chain } from '../outside/chain.js';
import type { ServiceProcess } from './process.js';

type Standing = readonly (readonly [token: unknown, instead: unknown])[];
type Call = <T>(label: string, work: () => T) => Promise<T>;

/** The one chain there is. Nothing is bridged, and wallets have no positions. */
export const CHAIN = 'ethereum';

const handlers = new WeakMap<ServiceProcess, ObservationHandler>();

/** Who hears of transactions in this process. */
export const observationHandlerOf = (process: ServiceProcess): ObservationHandler | undefined => handlers.get(process);

/** Sends nothing itself: the simulated chain tells of what is sent to it. */
const transactionsOf = (process: ServiceProcess): Standing[number] => [Transactions, {
  watch: (owner: string, hear: ObservationHandler) => void (owner === 'payout' && handlers.set(process, hear)), find: () => Promise.resolve(null), findByHash: () => Promise.resolve(null),
}];

const wallets: Standing[number] = [WalletSigner, { addressOf: (walletId: string) => Promise.resolve(addressOf(walletId)) }];

const callBy = (process: ServiceProcess): Call => (label, work) => process.effects.call(process, label, work, () => new Error('no answer'));

/** What liquidity sees of wallets. */
class SimulatedSight extends ChainBalances {
  constructor(private readonly chain: Chain, private readonly call: Call) {
    super();
  }

  override balancesOf(looked: readonly WalletOnChain[]): Promise<OnChainWallet[]> {
    return this.call('chain.look', () => looked.map(({ address, allocations }) => ({
      ...noPositions, cash: new Map([[CHAIN, this.chain.balance(address)]]), leftAllocations: new Set(),
      paidAllocations: new Set(allocations.filter(({ handedOver }) => handedOver && [handedOver.paymentNonce, ...(handedOver.earlierNonces ?? [])].some((nonce) => this.chain.isUsed(nonce))).map(({ id }) => id)),
    })));
  }

  override readPositions(looked: readonly WalletOnChain[]): Promise<OnChainPositions[]> {
    return Promise.resolve(looked.map(() => noPositions));
  }
}

export const chainForLiquidity = (chain: Chain, process: ServiceProcess): Standing => [transactionsOf(process), wallets, [ChainBalances, new SimulatedSight(chain, callBy(process))]];

const report = (request: string, status: ReturnType<Chain['sign']>): SigningReport => ({ activityId: request, ...(status === 'signed' ? { status, signature: '0x01' } : { status }) });

function signerOf(chain: Chain, call: Call): Signer {
  return {
    takesVotes: true,
    addressOf: (_, walletId) => Promise.resolve(addressOf(walletId)),
    requestFor: ({ authorization }) => Promise.resolve(`${authorization.message.to} ${authorization.message.nonce}`),
    submit: ({ request, approval }) => call('signer.submit', () => report(request, chain.sign(request, approval))),
    inquire: ({ request, approval }) => call('signer.inquire', () => report(request, chain.sign(request, approval))),
    withdraw: ({ request }) => call('signer.withdraw', () => report(request, chain.endSigning(request, 'rejected'))),
    vote: ({ request }, vote) => call('signer.vote', () => report(request, chain.endSigning(request, vote === 'approve' ? 'signed' : 'rejected'))),
  };
}

function usdcOf(chain: Chain, call: Call): Usdc {
  return {
    has: (name) => name === CHAIN,
    head: () => call('chain.head', () => chain.head),
    balance: (_, owner) => call('chain.balance', () => chain.balance(owner)),
    authorization: (transfer: Transfer) => ({ message: transfer }) as unknown as UsdcAuthorization,
    fate: ({ nonce, validBefore }) => call('chain.fate', () => chain.fate(nonce, validBefore)),
    send: (key, transfer) => call('chain.send', () => chain.send(key, transfer)),
    includedIn: () => Promise.resolve(null),
  };
}

export function chainForPayout(chain: Chain, process: ServiceProcess): Standing {
  const call = callBy(process);
  return [transactionsOf(process), wallets, [Signer, signerOf(chain, call)], [Usdc, usdcOf(chain, call)], [ChainFaults, { gasFor: () => Promise.resolve(undefined) }]];
}

export const observationOf = (key: string, item: ChainObservation, sequence: number): TransactionObservation => ({ ...item, key: `leg:${key}`, owner: 'payout', chain: CHAIN, sequence });
