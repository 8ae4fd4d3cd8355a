import { Module } from '@nestjs/common';
import { RulesController } from './rules.controller.js';
import { RulesInForce } from './rules.repository.js';

@Module({ controllers: [RulesController], providers: [RulesInForce], exports: [RulesInForce] })
export class RulesModule {}
