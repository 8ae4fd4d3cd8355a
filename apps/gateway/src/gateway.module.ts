import { Module, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { documentStoreProvider } from '@sluice/document-store';
import { ServiceModule } from '@sluice/service-host';
import { AccessGuard } from './access/access.guard.js';
import { Authentication } from './access/authentication.js';
import { oauthDialect } from './access/oauth-errors.js';
import { RateLimiter } from './access/rate-limiter.js';
import { SeedClients } from './access/seed-clients.js';
import { TokenEndpoint } from './access/token-endpoint.js';
import { collections } from './adapters/collections.js';
import { AuditInterceptor } from './audit/audit.interceptor.js';
import { HttpSimulators } from './adapters/http-simulators.js';
import { JoseAccessTokens } from './adapters/jose-access-tokens.js';
import { MongoAuditLog } from './adapters/mongo-audit-log.js';
import { MongoClaims } from './adapters/mongo-claims.js';
import { CachedClients } from './adapters/cached-clients.js';
import { MongoClients } from './adapters/mongo-clients.js';
import { MongoSandboxes } from './adapters/mongo-sandboxes.js';
import { RpcLocalChains } from './adapters/rpc-local-chains.js';
import { StoredSigningKey } from './adapters/stored-signing-key.js';
import { BRAID_DOCUMENT, braidDocument } from './dialects/braid/document.js';
import { braidDialect } from './dialects/braid/errors.js';
import { braidProviders, braidRoutes } from './dialects/braid/routes.js';
import { bultraDialect } from './dialects/bultra/errors.js';
import { BULTRA_DOCUMENT, bultraDocument } from './dialects/bultra/document.js';
import { bultraRoutes } from './dialects/bultra/routes.js';
import { WEALTHKERNEL_DOCUMENT, wealthkernelDocument } from './dialects/wealthkernel/document.js';
import { wealthkernelDialect } from './dialects/wealthkernel/errors.js';
import { wealthkernelProviders, wealthkernelRoutes } from './dialects/wealthkernel/routes.js';
import { DocumentUploads } from './documents/document-uploads.js';
import { GatewayConfig } from './gateway.config.js';
import { DIALECTS } from './http/dialects.token.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ReplyInterceptor } from './http/reply.interceptor.js';
import { AnswerOnce } from './idempotency/answer-once.js';
import { FirstRequests } from './idempotency/first-requests.js';
import { opsDialect } from './ops/errors.js';
import { opsRoutes } from './ops/routes.js';
import { PortfolioSimulations } from './ops/portfolio-simulations.js';
import { Simulations } from './ops/simulations.js';
import { WalletSimulations } from './ops/wallet-simulations.js';
import { WithdrawalIds } from './ops/withdrawal-ids.js';
import { AccessTokens } from './ports/access-tokens.js';
import { AuditLog } from './ports/audit-log.js';
import { Claims } from './ports/claims.js';
import { Clients } from './ports/clients.js';
import { LocalChains } from './ports/local-chains.js';
import { Sandboxes } from './ports/sandboxes.js';
import { SigningKey } from './ports/signing-key.js';
import { Simulators } from './ports/simulators.js';
import { SandboxControl } from './sandbox/sandbox-control.js';
import { Services } from './services/services.js';

/** Everything that speaks under a prefix of its own. */
const dialects = [bultraDialect, oauthDialect('/bultra/oauth2'), braidDialect, wealthkernelDialect, opsDialect];

const adapters: Provider[] = [
  { provide: AccessTokens, useClass: JoseAccessTokens },
  { provide: AuditLog, useClass: MongoAuditLog },
  { provide: Claims, useClass: MongoClaims },
  MongoClients, { provide: Clients, useClass: CachedClients },
  { provide: LocalChains, useClass: RpcLocalChains },
  { provide: Sandboxes, useClass: MongoSandboxes },
  { provide: SigningKey, useClass: StoredSigningKey },
  { provide: Simulators, useClass: HttpSimulators },
  documentStoreProvider,
];

@Module({
  imports: [ServiceModule.forRoot({ service: 'gateway', aggregates: collections })],
  controllers: [...bultraRoutes, ...braidRoutes, ...wealthkernelRoutes, ...opsRoutes],
  providers: [
    GatewayConfig, Services, AccessGuard, Authentication, RateLimiter, TokenEndpoint, SeedClients, AnswerOnce, ReplyInterceptor, SandboxControl, Simulations,
    DocumentUploads, WithdrawalIds,
    FirstRequests, WalletSimulations, PortfolioSimulations, ...braidProviders, ...wealthkernelProviders,
    { provide: DIALECTS, useValue: dialects },
    { provide: BRAID_DOCUMENT, useFactory: () => braidDocument(braidRoutes) },
    { provide: BULTRA_DOCUMENT, useFactory: () => bultraDocument(bultraRoutes) },
    { provide: WEALTHKERNEL_DOCUMENT, useFactory: () => wealthkernelDocument(wealthkernelRoutes) },
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
    ...adapters,
  ],
})
export class GatewayModule {}
