import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { IdempotencyModule } from '../../idempotency/idempotency.module.js';
import { fixedToken } from '../../openapi/openapi-document.js';
import { WalletsModule } from '../../wallets/wallets.module.js';
import { WebhooksModule } from '../../webhooks/webhooks.module.js';
import { WithdrawalsModule } from '../../withdrawals/withdrawals.module.js';
import { serveDialect } from '../dialect-factory.js';
import { braidDialect, braidErrors } from './errors.js';
import { CatalogueRoutes, WalletRoutes } from './routes/wallets.js';
import { WebhookRoutes } from './routes/webhooks.js';
import { ApprovalRoutes, PayoutRoutes, WithdrawalRoutes } from './routes/withdrawals.js';
import { shapes } from './schema/answers.js';

/** The fixed names come first, so that none is taken for a wallet's id. */
export const braid = serveDialect({
  dialect: braidDialect,
  title: 'Braid',
  description: 'Stablecoin withdrawals from a portfolio wallet.',
  shapes,
  security: fixedToken,
  errors: braidErrors,
  descriptions: { 401: 'The token is missing or not valid.' },
  documentRoutes: 'BraidOpenApiRoutes',
  routes: (documentRoutes) => [documentRoutes, CatalogueRoutes, WalletRoutes, WithdrawalRoutes, PayoutRoutes, ApprovalRoutes, WebhookRoutes],
});

@Module({ imports: [AccessModule, IdempotencyModule, WalletsModule, WebhooksModule, WithdrawalsModule], controllers: braid.controllers })
export class BraidModule {}
