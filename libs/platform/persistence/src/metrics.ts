import { Counter, Gauge, Histogram } from 'prom-client';

export const outboxFailures = new Counter({
  name: 'sluice_outbox_failures_total',
  help: 'Messages that could not be sent right after their write and wait for the sweeper.',
  labelNames: ['service'] as const,
});

export const outboxSwept = new Counter({
  name: 'sluice_outbox_swept_total',
  help: 'Messages that the sweeper found and sent.',
  labelNames: ['service'] as const,
});

export const outboxWaiting = new Gauge({
  name: 'sluice_outbox_waiting',
  help: 'Messages in outboxes that could not be sent yet and are tried again.',
  labelNames: ['service'] as const,
});

export const outboxOldestSeconds = new Gauge({
  name: 'sluice_outbox_oldest_seconds',
  help: 'Age of the oldest message that could not be sent yet.',
  labelNames: ['service'] as const,
});

export const timersFired = new Counter({
  name: 'sluice_timers_fired_total',
  help: 'Timers that fired, by how it went: done or failed.',
  labelNames: ['service', 'collection', 'outcome'] as const,
});

export const timerLatenessSeconds = new Histogram({
  name: 'sluice_timer_lateness_seconds',
  help: 'How long after its time a timer fired.',
  labelNames: ['service', 'collection'] as const,
  buckets: [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800],
});

export const trailRowsLost = new Counter({
  name: 'sluice_trail_rows_lost_total',
  help: 'Rows of timelines given up because the database could not take them for too long.',
  labelNames: ['service'] as const,
});

/** From the start: an alarm sees a change only where there was a figure before. */
export function countFromZero(service: string): void {
  for (const counter of [outboxFailures, outboxSwept, trailRowsLost, deadLettersParked]) counter.inc({ service }, 0);
  for (const gauge of [outboxWaiting, outboxOldestSeconds]) gauge.set({ service }, 0);
}

export const deadLettersParked = new Counter({
  name: 'sluice_dead_letters_parked_total',
  help: 'Messages put into the dead-letter store. Without their types, which may be a stranger\'s words.',
  labelNames: ['service'] as const,
});
