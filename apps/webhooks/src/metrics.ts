import { Counter, Gauge } from 'prom-client';

export const webhookTries = new Counter({
  name: 'sluice_webhook_tries_total', help: 'Tries to deliver a webhook, by what came of them.', labelNames: ['dialect', 'outcome'] as const,
});

export const webhooksWaiting = new Gauge({ name: 'sluice_webhooks_waiting', help: 'Webhooks that are not delivered yet.' });

export const webhooksLateSeconds = new Gauge({ name: 'sluice_webhooks_late_seconds', help: 'For how long the webhook that is due longest has been due.' });
