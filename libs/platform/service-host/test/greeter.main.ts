import { runService } from '@sluice/service-host';
import { GreeterModule } from './greeter.ts';

await runService({ service: 'greeter', module: GreeterModule });
