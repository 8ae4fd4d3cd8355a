import { runService } from '@sluice/service-host';
import { liquidityEnvironment } from './liquidity.config.js';
import { LiquidityModule } from './liquidity.module.js';

await runService({ environment: liquidityEnvironment, module: LiquidityModule });
