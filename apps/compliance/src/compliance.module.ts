import { Module } from '@nestjs/common';
import { ServiceModule } from '@sluice/service-host';
import { CASES, Cases, casesSchema } from './adapters/cases.store.js';
import { RULE_SETTINGS, RulesInForce, ruleSettingsDocument } from './adapters/rules-in-force.store.js';
import { CloseCaseHandler } from './handlers/close-case.handler.js';
import { ListRequirementsHandler } from './handlers/list-requirements.handler.js';
import { ReviewDocumentHandler } from './handlers/review-document.handler.js';
import { ScreenHandler } from './handlers/screen.handler.js';
import { SetRulesHandler } from './handlers/set-rules.handler.js';

@Module({
  imports: [
    ServiceModule.forRoot({
      service: 'compliance',
      aggregates: [{ name: CASES, schema: casesSchema }, { name: RULE_SETTINGS, schema: ruleSettingsDocument }],
    }),
  ],
  controllers: [ScreenHandler, CloseCaseHandler, ListRequirementsHandler, ReviewDocumentHandler, SetRulesHandler],
  providers: [Cases, RulesInForce],
})
export class ComplianceModule {}
