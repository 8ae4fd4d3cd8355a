import { BankAccountRoutes } from './bank-account.routes.js';
import { HoldingRoutes } from './holding.routes.js';
import { Lookups } from './lookups.js';
import { OpenApiRoutes } from './openapi.routes.js';
import { Pages } from './pages.js';
import { PartyRoutes } from './party.routes.js';
import { PortfolioRoutes } from './portfolio.routes.js';
import { TokenRoutes } from './token.routes.js';
import { WebhookRoutes } from './webhook.routes.js';
import { WebhookSecretRoutes } from './webhook-secret.routes.js';
import { WithdrawalRoutes } from './withdrawal.routes.js';

/** Every path of the dialect. */
export const wealthkernelRoutes = [TokenRoutes, PartyRoutes, PortfolioRoutes, BankAccountRoutes, WithdrawalRoutes, HoldingRoutes, WebhookRoutes, WebhookSecretRoutes, OpenApiRoutes];

export const wealthkernelProviders = [Pages, Lookups];
