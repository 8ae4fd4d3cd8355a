import { Global, Module } from '@nestjs/common';
import { GatewayConfig } from '../gateway.config.js';
import { Services } from './services.js';

/** The services behind the gateway and the gateway's configuration, for every room. */
@Global()
@Module({ providers: [GatewayConfig, Services], exports: [GatewayConfig, Services] })
export class ServicesModule {}
