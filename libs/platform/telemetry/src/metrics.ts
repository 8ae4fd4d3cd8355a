import { Histogram } from 'prom-client';

export const providerCallSeconds = new Histogram({
  name: 'sluice_provider_call_seconds',
  help: 'How long a call to the outside world took, by port and verb, and what came of it.',
  labelNames: ['call', 'outcome'] as const,
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
});
