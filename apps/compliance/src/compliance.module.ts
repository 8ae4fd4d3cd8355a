import { Global, Module } from '@nestjs/common';
import { ServiceConfig, ServiceModule } from '@sluice/service-host';
import { CasesModule } from './cases/cases.module.js';
import { cases } from './cases/cases.repository.js';
import { ComplianceConfig } from './compliance.config.js';
import { DocumentsModule } from './documents/documents.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { limitCounters, limitSettings } from './limits/limits.repository.js';
import { NamesModule } from './names/names.module.js';
import { listReviews, watchedNames } from './names/watched-names.repository.js';
import { RulesModule } from './rules/rules.module.js';
import { ruleSettings } from './rules/rules.repository.js';

const aggregates = [
  cases,
  ruleSettings,
  limitSettings,
  limitCounters,
  watchedNames,
  listReviews,
];

/** The environment of the service, for all of its rooms. */
@Global()
@Module({
  providers: [{ provide: ComplianceConfig, inject: [ServiceConfig], useFactory: (config: ServiceConfig) => new ComplianceConfig(config) }],
  exports: [ComplianceConfig],
})
class ComplianceConfigModule {}

@Module({
  imports: [ServiceModule.forRoot({ service: 'compliance', aggregates }), ComplianceConfigModule, CasesModule, DocumentsModule, NamesModule, LimitsModule, RulesModule],
})
export class ComplianceModule {}
