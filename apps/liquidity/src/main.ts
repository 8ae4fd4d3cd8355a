import { runService } from '@sluice/service-host';
import { LiquidityModule } from './liquidity.module.js';

await runService({ service: 'liquidity', module: LiquidityModule });
