import { Counter, Gauge, Histogram } from 'prom-client';

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const brokerConnected = new Gauge({
  name: 'sluice_broker_connected',
  help: '1 while the connection to the broker is open and not blocked.',
  labelNames: ['service'] as const,
});

export const messagesHandled = new Counter({
  name: 'sluice_messages_handled_total',
  help: 'Messages taken from a queue, by what became of them: done, retried, waits, parked, unwanted (an event whose binding was removed meanwhile) or returned.',
  labelNames: ['service', 'queue', 'type', 'outcome'] as const,
});

export const handlingSeconds = new Histogram({
  name: 'sluice_message_handling_seconds',
  help: 'How long a handler worked on a message or request.',
  labelNames: ['service', 'type'] as const,
  buckets: SECONDS,
});

export const messagesInHand = new Gauge({
  name: 'sluice_messages_in_hand',
  help: 'Messages being worked on now.',
  labelNames: ['service', 'queue'] as const,
});

export const messagesPublished = new Counter({
  name: 'sluice_messages_published_total',
  help: 'Messages sent, by how it went: confirmed, unroutable, failed, or unheard (an event nobody listens to).',
  labelNames: ['service', 'type', 'outcome'] as const,
});

export const brokerPublishes = new Counter({
  name: 'sluice_broker_publishes_total',
  help: 'What the broker was given and confirmed of the messages sent: those that went to one inbox together are one.',
  labelNames: ['service'] as const,
});

export const requestSeconds = new Histogram({
  name: 'sluice_request_seconds',
  help: 'How long a caller waited for the reply to a request, by how it ended.',
  labelNames: ['service', 'type', 'outcome'] as const,
  buckets: SECONDS,
});
