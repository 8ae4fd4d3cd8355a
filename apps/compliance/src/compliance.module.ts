import { Module } from '@nestjs/common';
import { documentStoreProvider } from '@sluice/document-store';
import { ServiceConfig, ServiceModule } from '@sluice/service-host';
import { CASES, Cases, casesSchema } from './adapters/cases.store.js';
import { ClamdVirusScan } from './adapters/clamd.virus-scan.js';
import { EicarVirusScan } from './adapters/eicar.virus-scan.js';
import { InventedNameLists } from './adapters/invented.name-lists.js';
import { LIST_REVIEWS, ListReviews, listReviewsDocument } from './adapters/list-reviews.store.js';
import { LIMIT_COUNTERS, LimitCounters, limitCountersDocument } from './adapters/limit-counters.store.js';
import { LIMIT_SETTINGS, LimitsInForce, limitSettingsDocument } from './adapters/limits-in-force.store.js';
import { RULE_SETTINGS, RulesInForce, ruleSettingsDocument } from './adapters/rules-in-force.store.js';
import { WATCHED_NAMES, WatchedNames, watchedNamesDocument } from './adapters/watched-names.store.js';
import { WatchmanNameLists } from './adapters/watchman.name-lists.js';
import { ComplianceConfig } from './compliance.config.js';
import { CancelScreeningHandler } from './handlers/cancel-screening.handler.js';
import { CloseCaseHandler } from './handlers/close-case.handler.js';
import { DecideReferralHandler } from './handlers/decide-referral.handler.js';
import { GetLimitsHandler } from './handlers/get-limits.handler.js';
import { GetRequirementHandler } from './handlers/get-requirement.handler.js';
import { GetRulesHandler } from './handlers/get-rules.handler.js';
import { ListDocumentsHandler } from './handlers/list-documents.handler.js';
import { ListListedNamesHandler } from './handlers/list-listed-names.handler.js';
import { ListReferralsHandler } from './handlers/list-referrals.handler.js';
import { ListRequirementsHandler } from './handlers/list-requirements.handler.js';
import { ReadDocumentHandler } from './handlers/read-document.handler.js';
import { ReviewDocumentHandler } from './handlers/review-document.handler.js';
import { ScreenHandler } from './handlers/screen.handler.js';
import { SetLimitsHandler } from './handlers/set-limits.handler.js';
import { SetRulesHandler } from './handlers/set-rules.handler.js';
import { UploadDocumentHandler } from './handlers/upload-document.handler.js';
import { WatchNameHandler } from './handlers/watch-name.handler.js';
import { NameLists } from './ports/name-lists.js';
import { VirusScan } from './ports/virus-scan.js';
import { CaseTimer } from './work/case.timer.js';
import { DocumentInspection } from './work/document-inspection.js';
import { Inquiries } from './work/inquiries.js';
import { ListWatch } from './work/list-watch.js';
import { Reservations } from './work/reservations.js';

const outside = [
  documentStoreProvider,
  { provide: ComplianceConfig, inject: [ServiceConfig], useFactory: (config: ServiceConfig) => new ComplianceConfig(config) },
  {
    provide: VirusScan,
    inject: [ComplianceConfig],
    useFactory: ({ clamd }: ComplianceConfig): VirusScan => (clamd === null ? new EicarVirusScan() : new ClamdVirusScan(clamd)),
  },
  {
    provide: NameLists,
    inject: [ComplianceConfig],
    useFactory: ({ screeningUrl }: ComplianceConfig): NameLists => (screeningUrl === null ? new InventedNameLists() : new WatchmanNameLists({ url: screeningUrl })),
  },
];

@Module({
  imports: [
    ServiceModule.forRoot({
      service: 'compliance',
      aggregates: [
        { name: CASES, schema: casesSchema },
        { name: RULE_SETTINGS, schema: ruleSettingsDocument },
        { name: LIMIT_SETTINGS, schema: limitSettingsDocument },
        { name: LIMIT_COUNTERS, schema: limitCountersDocument },
        { name: WATCHED_NAMES, schema: watchedNamesDocument },
        { name: LIST_REVIEWS, schema: listReviewsDocument },
      ],
    }),
  ],
  controllers: [
    ScreenHandler, CancelScreeningHandler, CloseCaseHandler, WatchNameHandler, DecideReferralHandler, ListReferralsHandler, ListListedNamesHandler,
    ListRequirementsHandler, GetRequirementHandler, UploadDocumentHandler, ReadDocumentHandler, ListDocumentsHandler, ReviewDocumentHandler,
    SetRulesHandler, GetRulesHandler, SetLimitsHandler, GetLimitsHandler,
  ],
  providers: [Cases, RulesInForce, LimitsInForce, LimitCounters, WatchedNames, ListReviews, ListWatch, Inquiries, Reservations, DocumentInspection, CaseTimer, ...outside],
})
export class ComplianceModule {}
