export { chainNames, chainNameSchema, chainsFileSchema, type ChainName, type ChainSettings, type ChainsFile } from './chains/chain.js';
export { ChainClient } from './chains/chain-client.js';
export { chainTransport } from './chains/chain-transport.js';
export { Chains } from './chains/chains.js';
export { EvmConfig, evmEnvironment, readEvmConfig } from './evm.config.js';
export { evmAggregates, EvmModule, type EvmModuleOptions } from './evm.module.js';
export { ChainRecovery } from './recovery/chain-recovery.js';
export { GasMoney } from './sandbox/gas-money.js';
export { type NewsItem, type TransactionNews } from './transactions/news.js';
export { type Order, type Sender } from './transactions/order.js';
export { Transactions, type NewsHandler, type TransactionView } from './transactions/transactions.js';
export {
  authorizationNonce, domainSeparator, receiveAuthorization, transferAuthorization, usdcDomain,
  type AuthorizationKind, type AuthorizationTerms, type UsdcAuthorization,
} from './usdc/authorization.js';
export { usdcAbi } from './usdc/usdc.abi.js';
export { LocalWalletSigner } from './wallets/local-wallet.signer.js';
export { walletAccountPath } from './wallets/wallet-path.js';
export { Relayers } from './wallets/relayers.js';
export { WalletSigner, type UnsignedTransaction } from './wallets/wallet-signer.js';
