import { environmentOf, runService } from '@sluice/service-host';
import { TillsModule } from './tills.ts';

await runService({ environment: environmentOf('tills'), module: TillsModule });
