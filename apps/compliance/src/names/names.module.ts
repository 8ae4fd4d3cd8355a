import { Module } from '@nestjs/common';
import { ComplianceConfig } from '../compliance.config.js';
import { InventedNameLists, NameLists } from './name-lists.js';
import { WatchmanNameLists } from './watchman.http.js';
import { NamesController } from './names.controller.js';
import { NameRechecks } from './watched-names.process.js';
import { ListReviews, WatchedNames } from './watched-names.repository.js';

const nameLists = {
  provide: NameLists,
  inject: [ComplianceConfig],
  useFactory: ({ screeningUrl }: ComplianceConfig): NameLists => (screeningUrl === null ? new InventedNameLists() : new WatchmanNameLists({ url: screeningUrl })),
};

@Module({ controllers: [NamesController], providers: [nameLists, WatchedNames, ListReviews, NameRechecks], exports: [NameLists] })
export class NamesModule {}
