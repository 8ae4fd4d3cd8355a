import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { DeadLetterStore } from './dead-letter.js';
import type { MessagingOptions } from './messaging.options.js';

export interface MessagingModuleOptions extends MessagingOptions {
  readonly deadLetters: Type<DeadLetterStore>;
}

@Module({})
export class MessagingModule {
  static forRoot(options: MessagingModuleOptions): DynamicModule {
    return { module: MessagingModule, providers: [{ provide: 'x', useValue: options }] };
  }
}
