import { AccountRoutes } from './account.routes.js';
import { CounterpartyRoutes } from './counterparty.routes.js';
import { DocumentRoutes } from './document.routes.js';
import { OpenApiRoutes } from './openapi.routes.js';
import { ReceiptRoutes } from './receipt.routes.js';
import { SubscriptionRoutes } from './subscription.routes.js';
import { TokenRoutes } from './token.routes.js';
import { WithdrawalOrderRoutes } from './withdrawal-order.routes.js';
import { WithdrawalReadRoutes } from './withdrawal-read.routes.js';

/** Every path of the dialect. */
export const bultraRoutes = [TokenRoutes, AccountRoutes, CounterpartyRoutes, WithdrawalOrderRoutes, WithdrawalReadRoutes, DocumentRoutes, ReceiptRoutes, SubscriptionRoutes, OpenApiRoutes];
