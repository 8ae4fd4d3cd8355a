import { runService } from '@sluice/service-host';
import { takeRawBodies } from './adapters/raw-bodies.js';
import { PayoutModule } from './payout.module.js';

await runService({ service: 'payout', module: PayoutModule, configure: takeRawBodies });
