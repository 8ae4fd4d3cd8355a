import { Module } from '@nestjs/common';
import { LiquidityConfig } from '../liquidity.config.js';
import { HttpChainBalances } from './chain-balances.http.js';
import { ChainBalances } from './chain-balances.js';
import { CustodianBooks } from './custodian-books.http.js';
import { CustodianClient, HttpCustodian } from './custodian.http.js';
import { Custodian } from './custodian.js';
import { Positions } from './positions.http.js';
import { SandboxMint } from './sandbox-chains.http.js';
import { Solana } from './solana.http.js';
import { TransferLog } from './transfer-log.http.js';

/** The outside world: the custodian of securities, the chains with their positions, and what stands in for Solana. */
@Module({
  providers: [
    LiquidityConfig, CustodianClient, CustodianBooks, Positions, SandboxMint, Solana, TransferLog,
    { provide: Custodian, useClass: HttpCustodian }, { provide: ChainBalances, useClass: HttpChainBalances },
  ],
  exports: [LiquidityConfig, Custodian, CustodianBooks, ChainBalances, Positions, SandboxMint, Solana, TransferLog],
})
export class ProvidersModule {}
