export { type ProviderCalls, RecentProviderCalls, recentProviderCalls } from './provider-calls.js';
export { aboutWithdrawal, currentTraceId, currentTraceparent, describeSpan, inSpan, markFailed, type SpanOptions } from './spans.js';
export { areKillPointsWatched, betweenKillPoints, type KillPoint, type KillPointKind, passKillPoint, sendBetweenKillPoints } from './kill-points.js';
export { ensureTracing, type StopTracing } from './tracing.js';
export { onTrail, providerCall, Trail, type TrailRow } from './trail.js';
export { currentLogFields, inBackground, type LogFields, outsideOfWork, withLogFields } from './work-context.js';
