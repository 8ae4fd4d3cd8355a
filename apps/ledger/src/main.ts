import { runService } from '@sluice/service-host';
import { LedgerModule } from './ledger.module.js';

await runService({ service: 'ledger', module: LedgerModule });
