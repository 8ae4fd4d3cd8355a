import { Module } from '@nestjs/common';
import { LimitUsages } from './limit-usage.process.js';
import { LimitsController } from './limits.controller.js';
import { LimitCounters, LimitsInForce } from './limits.repository.js';

@Module({ controllers: [LimitsController], providers: [LimitsInForce, LimitCounters, LimitUsages], exports: [LimitsInForce, LimitUsages] })
export class LimitsModule {}
