import { runService } from '@sluice/service-host';
import { takeRawBodies } from './bank-payments/bank-callbacks.controller.js';
import { PayoutModule } from './payout.module.js';

await runService({ service: 'payout', module: PayoutModule, configure: takeRawBodies });
