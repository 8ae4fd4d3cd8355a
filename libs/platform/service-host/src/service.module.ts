import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';

export interface ServiceModuleOptions {
  readonly service: string;
  /** Every collection of the service: `{ name, schema: aggregateSchema(…), collection? }`. */
  readonly aggregates?: readonly ModelDefinition[];
}

@Global()
@Module({})
export class ServiceModule {
  static forRoot(options: ServiceModuleOptions): DynamicModule {
    return { module: ServiceModule, providers: [{ provide: 'x', useValue: options }] };
  }
}
