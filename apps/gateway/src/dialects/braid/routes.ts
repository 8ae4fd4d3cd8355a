import { ApprovalRoutes } from './approval.routes.js';
import { CatalogueRoutes } from './catalogue.routes.js';
import { FixedNameRoutes } from './fixed-name.routes.js';
import { BraidOpenApiRoutes } from './openapi.routes.js';
import { PayoutRoutes } from './payout.routes.js';
import { WalletRoutes } from './wallet.routes.js';
import { BraidWallets } from './wallets.js';
import { WebhookRoutes } from './webhook.routes.js';
import { WithdrawalRoutes } from './withdrawal.routes.js';
import { BraidWithdrawals } from './withdrawals.js';

/** Every path of the dialect. The fixed names come first, so that none is taken for a wallet's id. */
export const braidRoutes = [BraidOpenApiRoutes, CatalogueRoutes, FixedNameRoutes, WalletRoutes, WithdrawalRoutes, PayoutRoutes, ApprovalRoutes, WebhookRoutes];

export const braidProviders = [BraidWallets, BraidWithdrawals];
