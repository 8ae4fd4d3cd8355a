import { runService } from '@sluice/service-host';
import { takeRawBodies } from './adapters/raw-bodies.js';
import { payoutEnvironment } from './payout.config.js';
import { PayoutModule } from './payout.module.js';

await runService({ environment: payoutEnvironment, module: PayoutModule, configure: takeRawBodies });
