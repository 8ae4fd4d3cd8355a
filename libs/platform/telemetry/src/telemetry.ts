/**
 * Loaded before the program: `node --import @sluice/telemetry/register dist/main.js`. Spans are recorded and sent off only
 * when OTEL_EXPORTER_OTLP_ENDPOINT says where to; the service's name comes from OTEL_SERVICE_NAME.
 */
import { register } from 'import-in-the-middle/register-hooks.mjs';
import { ensureTracing, installTracing } from './tracing.js';

/** Hooking only what is traced, and on the program's own thread, spares most of the start-up time that hooks cost. */
const HOOKED = ['http', 'https', 'express'];

/** Probes and scrapes would drown the traces of withdrawals. */
const UNTRACED = /^\/(health|metrics)/;

async function recordAndSend(): Promise<void> {
  register({ include: HOOKED });
  const [{ BatchSpanProcessor }, { OTLPTraceExporter }, { registerInstrumentations }, { HttpInstrumentation }, { ExpressInstrumentation }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/instrumentation'),
    import('@opentelemetry/instrumentation-http'),
    import('@opentelemetry/instrumentation-express'),
    import('@opentelemetry/resources'),
  ]);
  const resource = resources.defaultResource().merge(resources.detectResources({ detectors: [resources.envDetector] }));
  installTracing({ resource, spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })] });
  const http = new HttpInstrumentation({ ignoreIncomingRequestHook: ({ url }) => UNTRACED.test(url ?? '') });
  registerInstrumentations({ instrumentations: [http, new ExpressInstrumentation()] });
}

if (process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] === undefined) ensureTracing();
else await recordAndSend();
