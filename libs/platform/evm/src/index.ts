export { type ChainName, chainNames, chainNameSchema, type ChainSettings, type ChainsFile, chainsFileSchema } from './chains/chain.js';
export { ChainClient, Chains, chainTransport } from './chains/chains.js';
export { EvmConfig, evmEnvironment, readEvmConfig } from './evm.config.js';
export { evmAggregates, EvmModule, type EvmModuleOptions } from './evm.module.js';
export { ChainRecovery } from './recovery/chain-recovery.js';
export { RelayerFunding, Relayers } from './wallets/relayers.js';
export type { ChainObservation, Order, Sender, TransactionObservation } from './transactions/transaction.js';
export { type ObservationHandler, Transactions, type TransactionView } from './transactions/transactions.js';
export {
  type AuthorizationKind, authorizationNonce, type AuthorizationTerms, domainSeparator, receiveAuthorization, transferAuthorization, usdcAbi,
  type UsdcAuthorization, usdcDomain,
} from './usdc/authorization.js';
export { LocalWalletSigner, type UnsignedTransaction, walletAccountPath, WalletSigner } from './wallets/wallet-signer.js';
