import { environmentOf, runService } from '@sluice/service-host';
import { LedgerModule } from './ledger.module.js';

await runService({ environment: environmentOf('ledger'), module: LedgerModule });
