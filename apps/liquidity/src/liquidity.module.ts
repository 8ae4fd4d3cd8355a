import { Module } from '@nestjs/common';
import { evmAggregates, EvmModule } from '@sluice/evm';
import { ServiceModule } from '@sluice/service-host';
import { CHAIN_CURSORS, ChainCursors, chainCursorsSchema } from './adapters/chain-cursors.store.js';
import { DEPOSITS, Deposits, depositsSchema } from './adapters/deposits.store.js';
import { LEGS, Legs, legsSchema } from './adapters/legs.store.js';
import { PLANS, Plans, plansSchema } from './adapters/plans.store.js';
import { RESERVATIONS, Reservations, reservationsSchema } from './adapters/reservations.store.js';
import { SAMPLES, Samples, samplesSchema } from './adapters/samples.store.js';
import { HttpSolana } from './adapters/http.solana.js';
import { HttpChainBalances } from './adapters/viem.chain-sight.js';
import { ViemPositions } from './adapters/viem.positions.js';
import { ViemSandboxMint } from './adapters/viem.sandbox-mint.js';
import { ViemTransferLog } from './adapters/viem.transfer-log.js';
import { WALLET_DEPOSITS, WalletDeposits, walletDepositsSchema } from './adapters/wallet-deposits.store.js';
import { WALLETS, Wallets, walletsSchema } from './adapters/wallets.store.js';
import { DepositBooking } from './deposits/deposit-booking.js';
import { SandboxDepositProcess } from './deposits/sandbox-depositing.js';
import { TransferWatch } from './deposits/transfer-watch.js';
import { DepositToWalletHandler } from './handlers/deposit-to-wallet.handler.js';
import { EstimateTimesHandler } from './handlers/estimate-times.handler.js';
import { GetWalletHandler } from './handlers/get-wallet.handler.js';
import { ListWalletsHandler } from './handlers/list-wallets.handler.js';
import { ListYieldSourcesHandler } from './handlers/list-yield-sources.handler.js';
import { OpenWalletHandler } from './handlers/open-wallet.handler.js';
import { PreviewWithdrawalHandler } from './handlers/preview-withdrawal.handler.js';
import { ReconcileWalletsHandler } from './handlers/reconcile-wallets.handler.js';
import { ReleaseGroupHandler } from './handlers/release-group.handler.js';
import { ReleaseReservationHandler } from './handlers/release-reservation.handler.js';
import { ReserveLiquidityHandler } from './handlers/reserve-liquidity.handler.js';
import { ReturnLiquidityHandler } from './handlers/return-liquidity.handler.js';
import { SettleWalletDepositHandler } from './handlers/settle-wallet-deposit.handler.js';
import { SetWalletStatusHandler } from './handlers/set-wallet-status.handler.js';
import { SourceGroupHandler } from './handlers/source-group.handler.js';
import { SourceLiquidityHandler } from './handlers/source-liquidity.handler.js';
import { SpendGroupHandler } from './handlers/spend-group.handler.js';
import { OlderNames } from './older-names.js';
import { ChainBalances } from './ports/chain-sight.js';
import { portfolioAggregates, portfolioHandlers, portfolioProviders } from './portfolios.js';
import { Positions } from './ports/positions.js';
import { SandboxMint } from './ports/sandbox-mint.js';
import { Solana } from './ports/solana.js';
import { TransferLog } from './ports/transfer-log.js';
import { ReservationProcess } from './reservation/reserving.js';
import { LegProcess } from './sourcing/sourcing.js';
import { UnwindProcess } from './sourcing/unwinding.js';
import { OpeningCash } from './wallet/opening-books.js';
import { WalletViews } from './wallet/wallet-views.js';

const aggregates = [
  { name: PLANS, schema: plansSchema },
  { name: WALLETS, schema: walletsSchema },
  { name: RESERVATIONS, schema: reservationsSchema },
  { name: LEGS, schema: legsSchema },
  { name: DEPOSITS, schema: depositsSchema },
  { name: WALLET_DEPOSITS, schema: walletDepositsSchema, collection: WALLET_DEPOSITS },
  { name: CHAIN_CURSORS, schema: chainCursorsSchema, collection: CHAIN_CURSORS },
  { name: SAMPLES, schema: samplesSchema, collection: SAMPLES },
  ...portfolioAggregates,
  ...evmAggregates,
];

/** Which account of the sandbox's phrase is the first that this service sends from. */
const FIRST_RELAYER = 20;

@Module({
  imports: [ServiceModule.forRoot({ service: 'liquidity', aggregates }), EvmModule.forRoot({ firstRelayer: FIRST_RELAYER })],
  controllers: [
    SourceLiquidityHandler, ReturnLiquidityHandler,
    OpenWalletHandler, GetWalletHandler, ListWalletsHandler, SetWalletStatusHandler, DepositToWalletHandler, SettleWalletDepositHandler, ReconcileWalletsHandler,
    PreviewWithdrawalHandler, EstimateTimesHandler, ListYieldSourcesHandler,
    ReserveLiquidityHandler, ReleaseReservationHandler, SourceGroupHandler, ReleaseGroupHandler, SpendGroupHandler,
    ...portfolioHandlers,
  ],
  providers: [
    Plans, Wallets, Reservations, Legs, Deposits, WalletDeposits, ChainCursors, Samples,
    ReservationProcess, LegProcess, UnwindProcess, DepositBooking, TransferWatch, SandboxDepositProcess, WalletViews, OpeningCash, OlderNames,
    ...portfolioProviders,
    { provide: ChainBalances, useClass: HttpChainBalances },
    { provide: Positions, useClass: ViemPositions },
    { provide: SandboxMint, useClass: ViemSandboxMint },
    { provide: Solana, useClass: HttpSolana },
    { provide: TransferLog, useClass: ViemTransferLog },
  ],
})
export class LiquidityModule {}
