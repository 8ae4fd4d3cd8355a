import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { OperationsController } from './operations.controller.js';

/** Reads and actions of operators. */
@Module({ imports: [EngineModule], controllers: [OperationsController] })
export class OperationsModule {}
