import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { RelaysController } from './relays.controller.js';

@Module({ imports: [EngineModule], controllers: [RelaysController] })
export class RelaysModule {}
