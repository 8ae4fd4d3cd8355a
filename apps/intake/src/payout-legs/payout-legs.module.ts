import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { PayoutLegsController } from './payout-legs.controller.js';

@Module({ imports: [EngineModule], controllers: [PayoutLegsController] })
export class PayoutLegsModule {}
