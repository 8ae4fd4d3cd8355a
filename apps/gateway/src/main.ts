import { runService } from '@sluice/service-host';
import { gatewayEnvironment } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';
import { openFrontDoor } from './http/front-door.js';

await runService({ environment: gatewayEnvironment, module: GatewayModule, configure: openFrontDoor });
