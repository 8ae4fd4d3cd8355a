import { runService } from '@sluice/service-host';
import { gatewayEnvironment } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';
import { useMiddleware } from './http/middleware.js';

await runService({ environment: gatewayEnvironment, module: GatewayModule, configure: useMiddleware });
