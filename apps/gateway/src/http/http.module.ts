import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DIALECTS, type Dialect } from './dialect.js';
import { ProblemFilter } from './problem.filter.js';
import { ReplyInterceptor } from './reply.interceptor.js';

/** What every request and every reply passes. */
@Global()
@Module({})
export class HttpModule {
  /** Each of the dialects answers the errors below its own prefix. */
  static serving(dialects: readonly Dialect[]): DynamicModule {
    return {
      module: HttpModule,
      providers: [ReplyInterceptor, { provide: DIALECTS, useValue: dialects }, { provide: APP_FILTER, useClass: ProblemFilter }],
      exports: [ReplyInterceptor, DIALECTS],
    };
  }
}
