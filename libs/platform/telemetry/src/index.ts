export { currentLogFields, inBackground, type LogFields, outsideOfWork, withLogFields } from './work-context.js';
export { aboutWithdrawal, currentTraceId, currentTraceparent, describeSpan, inSpan, markFailed, type SpanOptions } from './spans.js';
export { onTrail, providerCall, Trail, type TrailRow } from './trail.js';
export { ensureTracing, type StopTracing } from './tracing.js';
