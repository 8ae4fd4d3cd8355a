import type { Type } from '@nestjs/common';
import { ComplianceModule } from '../../../../../apps/compliance/src/compliance.module.js';
import { RunningTables } from '../../../../../apps/intake/src/engine/running-tables.repository.js';
import { tableOf, type Kind } from '../../../../../apps/intake/src/engine/tables.js';
import { IntakeModule } from '../../../../../apps/intake/src/intake.module.js';
import { LedgerModule } from '../../../../../apps/ledger/src/ledger.module.js';
import { LiquidityConfig } from '../../../../../apps/liquidity/src/liquidity.config.js';
import { LiquidityModule } from '../../../../../apps/liquidity/src/liquidity.module.js';
import { OperationsModule } from '../../../../../apps/operations/src/operations.module.js';
import { BankRail, reportOf, type BankAnswer } from '../../../../../apps/payout/src/providers/bank.js';
import { sandboxOriginator } from '../../../../../apps/payout/src/bank-payments/rails/originator.js';
import { PayoutConfig } from '../../../../../apps/payout/src/payout.config.js';
import { PayoutModule } from '../../../../../apps/payout/src/payout.module.js';
import { HeldEndpoints } from '../../../../../apps/webhooks/src/deliveries/held-endpoints.js';
import { WebhooksModule } from '../../../../../apps/webhooks/src/webhooks.module.js';
import { Custodian as CustodianPort, type OrderReport } from '../../../../../apps/liquidity/src/providers/custodian.js';
import { EvmConfig } from '@sluice/evm';
import { KeyRing } from '@sluice/kernel';
import { OutcomeUnknown } from '@sluice/providers';
import { ServiceModule } from '@sluice/service-host';
import type { Bank, Notice } from '../outside/bank.js';
import type { Chain } from '../outside/chain.js';
import { PRICE, type Custodian } from '../outside/custodian.js';
import { chainForLiquidity, chainForPayout } from './chain-outside.js';
import { partsOf, type Parts } from './container.js';
import type { Service } from './process.js';

/** What stands in for the outside world. */
export interface Outside {
  readonly bank: Bank;
  readonly custodian: Custodian;
  readonly chain: Chain;
}

export const CALLBACK_SECRET = 'a secret of the bank and its client';
const noChains = { chains: {} };

/** The connection is not part of what messaging shows of itself: it is found among its parts. */
function connectionTokenOf({ recipes }: Parts): unknown {
  const token = [...recipes.keys()].find((each) => typeof each === 'function' && each.name === 'BrokerConnection');
  if (token === undefined) throw new TypeError('Messaging has no connection to the broker any more.');
  return token;
}

const answerOf = (notice: Notice | null): BankAnswer | null => (notice === null ? null : { notice: reportOf(notice as never), files: [] });

function railOf(bank: Bank, call: <T>(label: string, work: () => T) => Promise<T>): BankRail {
  return {
    longestCallMs: 3_000,
    submit: async (instruction) => {
      const answer = answerOf(await call('bank.submit', () => bank.submit(instruction)));
      if (answer === null) throw new OutcomeUnknown('The bank lost the instruction.');
      return answer;
    },
    inquire: async (key) => answerOf(await call('bank.inquire', () => bank.inquire(key))),
    recall: async (key) => answerOf(await call('bank.recall', () => bank.recall(key))) as BankAnswer,
  };
}

type Standing = Service['outside'];

const nobody: Standing = () => [];

function payoutOutside(outside: () => Outside): Standing {
  const config = { bankUrl: 'http://bank.simulated', publicUrl: 'http://payout.simulated', callbackKeys: new KeyRing(CALLBACK_SECRET), bankTimeoutMs: 3_000, receiptKey: 'a key of sixteen characters', originator: sandboxOriginator, reportDays: 800 };
  return (process) => [
    [PayoutConfig, config], [EvmConfig, noChains], ...chainForPayout(outside().chain, process),
    [BankRail, railOf(outside().bank, (label, work) => process.effects.call(process, label, work, () => new OutcomeUnknown('no answer')))],
  ];
}

function custodianOf(custodian: Custodian, call: <T>(label: string, work: () => T) => Promise<T>): CustodianPort {
  return {
    longestCallMs: 3_000,
    sell: async (order) => {
      const report = await call('custodian.sell', () => custodian.sell(order));
      if (report === null) throw new OutcomeUnknown('The custodian lost the order.');
      return report;
    },
    inquire: ({ key }) => call('custodian.ask', () => custodian.ask(key) as OrderReport | null),
    stop: ({ key }) => call('custodian.stop', () => custodian.stop(key) as OrderReport),
    price: () => call('custodian.price', () => ({ price: PRICE, currency: 'GBP' as const })),
    rates: () => call('custodian.rates', () => ({})),
  };
}

const liquidityOutside = (outside: () => Outside): Standing => (process) => [
  [LiquidityConfig, { custodianUrl: 'http://custodian.simulated', custodianTimeoutMs: 3_000, sampleDays: 400 }], [EvmConfig, noChains], ...chainForLiquidity(outside().chain, process),
  [CustodianPort, custodianOf(outside().custodian, (label, work) => process.effects.call(process, label, work, () => new OutcomeUnknown('no answer')))],
];

/** All processes are of one release. Looking who else runs would never let a world come to rest. */
const intakeOutside: Standing = () => [[RunningTables, { newest: (kind: Kind) => tableOf(kind).version }]];

/** Nobody subscribes: nothing is delivered. */
const webhooksOutside: Standing = () => [[HeldEndpoints, { start: () => undefined }]];

class Client {}

/** Only asks. */
const clientParts = (): Parts => partsOf(moduleOf(Client));

const moduleOf = (type: Type): Type => {
  Reflect.defineMetadata('imports', [ServiceModule.forRoot({ service: 'gateway' })], type);
  return type;
};

/** Everything that takes part, as it is deployed; read once for all runs. */
export function services(outside: () => Outside): Service[] {
  const made = (name: string, parts: Parts, stands: Standing = nobody): Service => ({ name, parts, connectionToken: connectionTokenOf(parts), outside: stands });
  return [
    made('gateway', clientParts()),
    made('intake', partsOf(IntakeModule), intakeOutside), made('compliance', partsOf(ComplianceModule)), made('ledger', partsOf(LedgerModule)), made('webhooks', partsOf(WebhooksModule), webhooksOutside),
    made('operations', partsOf(OperationsModule)),
    made('liquidity', partsOf(LiquidityModule), liquidityOutside(outside)), made('payout', partsOf(PayoutModule), payoutOutside(outside)),
  ];
}
