import { Module } from '@nestjs/common';
import { Checker, Rechecks } from './checker.js';
import { CheckGauges } from './checks.metrics.js';
import { ChecksController } from './checks.controller.js';
import { Verdicts } from './verdicts.repository.js';

/** The invariants of spec/canonical.md. */
@Module({ controllers: [ChecksController], providers: [Checker, Rechecks, Verdicts, CheckGauges], exports: [Rechecks] })
export class ChecksModule {}
