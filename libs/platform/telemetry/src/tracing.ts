import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { AlwaysOffSampler, TracerProvider, type TracerProviderOptions } from '@opentelemetry/sdk-trace';

const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];

/** Whether spans have somewhere to go: an endpoint, or an exporter that is named; unless OTEL_SDK_DISABLED says otherwise. */
export function isExporting(environment: NodeJS.ProcessEnv): boolean {
  const valueOf = (name: string): string => environment[name]?.trim() ?? '';
  const exporter = valueOf('OTEL_TRACES_EXPORTER');
  if (valueOf('OTEL_SDK_DISABLED').toLowerCase() === 'true' || exporter === 'none') return false;
  return exporter !== '' || ENDPOINTS.some((name) => valueOf(name) !== '');
}

/** Ends tracing: what was recorded is sent off before it resolves. */
export type StopTracing = () => Promise<void>;

let running: StopTracing | null = null;

/** Tracing that something else has installed already, to be ended with the service; null when it is gone. */
export function adoptTracing(stop: StopTracing | null): void {
  running = stop;
}

/** Installs a tracer for this process. The first one stays: a test may start several services in one process. */
export function installTracing(options: TracerProviderOptions): StopTracing {
  if (running !== null) return running;
  const provider = new TracerProvider(options);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  running = () => provider.shutdown();
  return running;
}

/**
 * Tracing without anyone to send spans to: nothing is recorded, but every piece of work has its trace id, which goes
 * into logs, messages and the withdrawal's timeline. Does nothing when the process was started with `telemetry.ts`.
 */
export const ensureTracing = (): StopTracing => installTracing({ sampler: new AlwaysOffSampler() });
