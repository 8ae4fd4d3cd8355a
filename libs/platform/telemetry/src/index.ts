export { inBackground } from './in-background.js';
export { currentLogFields, withLogFields, type LogFields } from './log-fields.js';
export { outsideOfWork } from './outside-of-work.js';
export { aboutWithdrawal, currentTraceId, currentTraceparent, describeSpan, inSpan, markFailed, type SpanOptions } from './spans.js';
export { onTrail, providerCall, Trail, type TrailRow } from './trail.js';
export { ensureTracing, type StopTracing } from './tracing.js';
