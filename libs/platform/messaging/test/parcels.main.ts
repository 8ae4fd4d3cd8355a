import { runService } from '@sluice/service-host';
import { ParcelsModule } from './parcels.ts';

await runService({ service: 'parcels', module: ParcelsModule });
