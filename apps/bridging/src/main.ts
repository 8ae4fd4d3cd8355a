import { runService } from '@sluice/service-host';
import { bridgingEnvironment } from './bridging.config.js';
import { BridgingModule } from './bridging.module.js';

await runService({ environment: bridgingEnvironment, module: BridgingModule });
