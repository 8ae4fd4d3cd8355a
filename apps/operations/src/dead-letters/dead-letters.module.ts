import { Module } from '@nestjs/common';
import { DeadLettersController } from './dead-letters.controller.js';

/** What no service could handle, until an operator has dealt with it. */
@Module({ controllers: [DeadLettersController] })
export class DeadLettersModule {}
