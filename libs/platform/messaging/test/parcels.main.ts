import { environmentOf, runService } from '@sluice/service-host';
import { ParcelsModule } from './parcels.ts';

await runService({ environment: environmentOf('parcels'), module: ParcelsModule });
