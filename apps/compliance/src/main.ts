import { runService } from '@sluice/service-host';
import { complianceEnvironment } from './compliance.config.js';
import { ComplianceModule } from './compliance.module.js';

await runService({ environment: complianceEnvironment, module: ComplianceModule });
