import { environmentOf, runService } from '@sluice/service-host';
import { GreeterModule } from './greeter.ts';

await runService({ environment: environmentOf('greeter'), module: GreeterModule });
