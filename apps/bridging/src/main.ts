import { runService } from '@sluice/service-host';
import { BridgingModule } from './bridging.module.js';

await runService({ service: 'bridging', module: BridgingModule });
