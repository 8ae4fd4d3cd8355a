import { Global, Module } from '@nestjs/common';
import { ServiceConfig, ServiceModule } from '@sluice/service-host';
import { CasesModule } from './cases/cases.module.js';
import { CASES, casesSchema } from './cases/cases.repository.js';
import { ComplianceConfig } from './compliance.config.js';
import { DocumentsModule } from './documents/documents.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { LIMIT_COUNTERS, LIMIT_SETTINGS, limitCountersDocument, limitSettingsDocument } from './limits/limits.repository.js';
import { NamesModule } from './names/names.module.js';
import { LIST_REVIEWS, listReviewsDocument, WATCHED_NAMES, watchedNamesDocument } from './names/watched-names.repository.js';
import { RulesModule } from './rules/rules.module.js';
import { RULE_SETTINGS, ruleSettingsDocument } from './rules/rules.repository.js';

const aggregates = [
  { name: CASES, schema: casesSchema },
  { name: RULE_SETTINGS, schema: ruleSettingsDocument },
  { name: LIMIT_SETTINGS, schema: limitSettingsDocument },
  { name: LIMIT_COUNTERS, schema: limitCountersDocument },
  { name: WATCHED_NAMES, schema: watchedNamesDocument },
  { name: LIST_REVIEWS, schema: listReviewsDocument },
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
