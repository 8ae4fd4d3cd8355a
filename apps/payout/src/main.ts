import { runService } from '@sluice/service-host';
import { takeRawBodies } from './bank-payments/bank-callbacks.controller.js';
import { payoutEnvironment } from './payout.config.js';
import { PayoutModule } from './payout.module.js';

await runService({ environment: payoutEnvironment, module: PayoutModule, configure: takeRawBodies });
