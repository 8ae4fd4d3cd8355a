import { runService } from '@sluice/service-host';
import { intakeEnvironment } from './intake.config.js';
import { IntakeModule } from './intake.module.js';

await runService({ environment: intakeEnvironment, module: IntakeModule });
