import { runService } from '@sluice/service-host';
import { webhooksEnvironment } from './webhooks.config.js';
import { WebhooksModule } from './webhooks.module.js';

await runService({ environment: webhooksEnvironment, module: WebhooksModule });
