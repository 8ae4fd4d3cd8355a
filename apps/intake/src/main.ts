import { runService } from '@sluice/service-host';
import { IntakeModule } from './intake.module.js';

await runService({ service: 'intake', module: IntakeModule });
