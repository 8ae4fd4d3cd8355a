import { runService } from '@sluice/service-host';
import { GatewayModule } from './gateway.module.js';
import { useMiddleware } from './http/middleware.js';

await runService({ service: 'gateway', module: GatewayModule, configure: useMiddleware });
