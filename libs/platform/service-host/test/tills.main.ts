import { runService } from '@sluice/service-host';
import { TillsModule } from './tills.ts';

await runService({ service: 'tills', module: TillsModule });
