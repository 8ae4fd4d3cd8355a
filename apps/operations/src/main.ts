import { environmentOf, runService } from '@sluice/service-host';
import { OperationsModule } from './operations.module.js';

await runService({ environment: environmentOf('operations'), module: OperationsModule });
