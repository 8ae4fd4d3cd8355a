import { Module } from '@nestjs/common';
import { WalletSigner } from '@sluice/evm';
import { ServiceConfig } from '@sluice/service-host';
import { BankRail, BankStatement } from './bank.js';
import { Bank, HttpBankRail, HttpBankStatement } from './bank.http.js';
import { NoChainFaults, SimulatedChainFaults } from './chain-faults.http.js';
import { LocalSigner } from './local-signer.js';
import { Signer } from './signer.js';
import { readSimulatorsUrl, readTurnkeyConfig } from './turnkey.config.js';
import { TurnkeySigner } from './turnkey.http.js';
import { ChainFaults, Usdc } from './usdc.js';
import { TransactionsUsdc } from './usdc.http.js';

function signerFor(config: ServiceConfig, wallets: WalletSigner): Signer {
  const turnkey = readTurnkeyConfig(config.sandbox);
  return turnkey === null ? new LocalSigner(wallets, config) : new TurnkeySigner(turnkey);
}

function faultsFor({ sandbox }: ServiceConfig): ChainFaults {
  const url = readSimulatorsUrl(sandbox);
  return url === undefined ? new NoChainFaults() : new SimulatedChainFaults(url);
}

/** The bank, the signer and the chains; needs `EvmModule`. */
@Module({
  providers: [
    Bank,
    { provide: BankRail, useClass: HttpBankRail },
    { provide: BankStatement, useClass: HttpBankStatement },
    { provide: Usdc, useClass: TransactionsUsdc },
    { provide: Signer, inject: [ServiceConfig, WalletSigner], useFactory: signerFor },
    { provide: ChainFaults, inject: [ServiceConfig], useFactory: faultsFor },
  ],
  exports: [BankRail, BankStatement, Usdc, Signer, ChainFaults],
})
export class ProvidersModule {}
