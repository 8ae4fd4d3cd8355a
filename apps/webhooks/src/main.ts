import { runService } from '@sluice/service-host';
import { WebhooksModule } from './webhooks.module.js';

await runService({ service: 'webhooks', module: WebhooksModule });
