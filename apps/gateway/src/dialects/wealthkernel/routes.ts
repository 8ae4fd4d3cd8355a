import { OpenApiRoutes } from './openapi.routes.js';
import { Pages } from './pages.js';
import { TokenRoutes } from './token.routes.js';

/** Every path of the dialect. */
export const wealthkernelRoutes = [TokenRoutes, OpenApiRoutes];

export const wealthkernelProviders = [Pages];
