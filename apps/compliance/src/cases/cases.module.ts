import { Module } from '@nestjs/common';
import { LimitsModule } from '../limits/limits.module.js';
import { NamesModule } from '../names/names.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { Cases } from './cases.repository.js';
import { ScreeningController } from './screening.controller.js';
import { CaseTimer, Screenings } from './screening.process.js';

@Module({ imports: [NamesModule, LimitsModule, RulesModule], controllers: [ScreeningController], providers: [Cases, Screenings, CaseTimer], exports: [Cases] })
export class CasesModule {}
