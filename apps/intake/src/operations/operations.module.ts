import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { FlowCounts } from './flow.repository.js';
import { OperationsController } from './operations.controller.js';
import { OverviewController } from './overview.controller.js';

/** Reads and actions of operators. */
@Module({ imports: [EngineModule], controllers: [OperationsController, OverviewController], providers: [FlowCounts] })
export class OperationsModule {}
