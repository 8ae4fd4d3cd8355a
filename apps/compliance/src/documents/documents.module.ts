import { Module } from '@nestjs/common';
import { documentStoreProvider } from '@sluice/document-store';
import { Retention } from '@sluice/persistence';
import { CasesModule } from '../cases/cases.module.js';
import { cases } from '../cases/cases.repository.js';
import { ComplianceConfig } from '../compliance.config.js';
import { RulesModule } from '../rules/rules.module.js';
import { DocumentsController } from './documents.controller.js';
import { OldDocuments } from './old-documents.process.js';
import { DocumentInspection, Uploads } from './uploads.js';
import { ClamdVirusScan, EicarVirusScan, VirusScan } from './virus-scan.js';

const virusScan = {
  provide: VirusScan,
  inject: [ComplianceConfig],
  useFactory: ({ clamd }: ComplianceConfig): VirusScan => (clamd === null ? new EicarVirusScan() : new ClamdVirusScan(clamd)),
};

@Module({ imports: [CasesModule, RulesModule], controllers: [DocumentsController], providers: [documentStoreProvider, virusScan, DocumentInspection, OldDocuments, Uploads], exports: [] })
export class DocumentsModule {
  constructor(retention: Retention, old: OldDocuments, { documentDays: days }: ComplianceConfig) {
    retention.add({ name: 'documents', days, tenantsOf: cases.collection, remove: (which, most) => old.remove(which, most) });
  }
}
