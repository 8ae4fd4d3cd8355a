/**
 * Loaded before the program: `node --import @sluice/telemetry/register dist/main.js`. Everything is told by OpenTelemetry's
 * own variables (OTEL_*). Spans are recorded and sent off only when one of them says where to.
 */
import { adoptTracing, ensureTracing, isExporting } from './tracing.js';
import { fieldAttributes } from './spans.js';

/** Of a call only whom it went to: a path or a query may hold a key, a name or an account. What was asked is the span around it. */
const describedCall = ({ origin }: { readonly origin: string }) => ({ 'url.full': origin, 'url.path': undefined, 'url.query': undefined, ...fieldAttributes() });

async function recordAndSend(): Promise<void> {
  const [{ NodeSDK }, { UndiciInstrumentation }] = await Promise.all([import('@opentelemetry/sdk-node'), import('@opentelemetry/instrumentation-undici')]);
  const instrumentations = [new UndiciInstrumentation({ startSpanHook: describedCall })];
  // Metrics are read by Prometheus and logs from the standard output: only traces are sent.
  const sdk = new NodeSDK({ metricReaders: [], logRecordProcessors: [], instrumentations });
  sdk.start();
  adoptTracing(() => sdk.shutdown());
}

if (isExporting(process.env)) await recordAndSend();
else ensureTracing();
