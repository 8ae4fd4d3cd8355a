import { Gauge, Histogram } from 'prom-client';

export const httpSeconds = new Histogram({
  name: 'sluice_http_request_seconds',
  help: 'How long a request over HTTP took, by its route and status. `dialect` is the first word of the route, `none` without a route.',
  labelNames: ['service', 'dialect', 'method', 'route', 'status'] as const,
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

export const buildInfo = new Gauge({
  name: 'sluice_build_info',
  help: '1, with the version of Node that runs.',
  labelNames: ['service', 'node'] as const,
});

export const deadLettersLying = new Gauge({
  name: 'sluice_dead_letters_lying',
  help: 'Messages in the dead-letter store that no operator has dealt with.',
  labelNames: ['service'] as const,
});
