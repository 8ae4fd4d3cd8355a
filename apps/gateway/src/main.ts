import { runService } from '@sluice/service-host';
import { GatewayModule } from './gateway.module.js';
import { openFrontDoor } from './http/front-door.js';

await runService({ service: 'gateway', module: GatewayModule, configure: openFrontDoor });
