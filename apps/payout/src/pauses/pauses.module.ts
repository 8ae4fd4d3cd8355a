import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { PausesController } from './pauses.controller.js';
import { PauseGuard, Pauses, pauses } from './pauses.repository.js';

export const pausesAggregates: readonly ModelDefinition[] = [pauses];

/** Operators stop new payouts of a tenant, a rail or a provider, and release them. */
@Module({ controllers: [PausesController], providers: [Pauses, PauseGuard], exports: [PauseGuard] })
export class PausesModule {}
