import { Module } from '@nestjs/common';
import { ServiceModule } from '@sluice/service-host';

/** Whoever makes requests. */
@Module({ imports: [ServiceModule.forRoot({ service: 'gateway' })] })
export class FakeGatewayModule {}
