import { Module } from '@nestjs/common';
import { ServiceModule } from '@sluice/service-host';
import { AccountWithdrawalsModule } from './account-withdrawals/account-withdrawals.module.js';
import { ChecksModule } from './checks/checks.module.js';
import { totalsAggregates } from './checks/withdrawal-totals.repository.js';
import { EngineModule } from './engine/engine.module.js';
import { withdrawals } from './engine/withdrawals.repository.js';
import { OperationsModule } from './operations/operations.module.js';
import { PayoutLegsModule } from './payout-legs/payout-legs.module.js';
import { PortfolioWithdrawalsModule } from './portfolio-withdrawals/portfolio-withdrawals.module.js';
import { RelaysModule } from './relays/relays.module.js';
import { WalletWithdrawalsModule } from './wallet-withdrawals/wallet-withdrawals.module.js';

@Module({
  imports: [
    ServiceModule.forRoot({ service: 'intake', aggregates: [withdrawals, ...totalsAggregates] }),
    EngineModule, AccountWithdrawalsModule, PortfolioWithdrawalsModule, WalletWithdrawalsModule, PayoutLegsModule,
    OperationsModule, RelaysModule, ChecksModule,
  ],
})
export class IntakeModule {}
