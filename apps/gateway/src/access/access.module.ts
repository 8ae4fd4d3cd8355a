import { Module } from '@nestjs/common';
import { SharedRates } from '@sluice/persistence';
import { AuditModule } from '../audit/audit.module.js';
import { AccessTokens } from './access-tokens.js';
import { AccessGuard, Authentication } from './access.guard.js';
import { Clients } from './clients.js';
import { ClientsRepository } from './clients.repository.js';
import { RateLimiter } from './rate-limiter.js';
import { SeedClients } from './seed-clients.js';
import { TokenEndpoint } from './token-endpoint.js';

/** Clients, their credentials, tokens and scopes, and how often they may call. */
@Module({
  imports: [AuditModule],
  providers: [AccessGuard, AccessTokens, Authentication, Clients, ClientsRepository, RateLimiter, SeedClients, SharedRates, TokenEndpoint],
  exports: [AccessGuard, Authentication, Clients, RateLimiter, TokenEndpoint],
})
export class AccessModule {}
