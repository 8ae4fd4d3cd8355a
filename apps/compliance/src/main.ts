import { runService } from '@sluice/service-host';
import { ComplianceModule } from './compliance.module.js';

await runService({ service: 'compliance', module: ComplianceModule });
