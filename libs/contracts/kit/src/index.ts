export { breakSchema, checkRequest, findingSchema, messageCheckRequest, MOST_FINDINGS, reconcileRequest, type Break, type Finding } from './checks.js';
export { contractOf, send, type AnswersOf, type RequestOf, type BodyOf, type Contract, type MessageContract, type MessageKind, type Outgoing, type ReplyOf, type RequestContract } from './contract.js';
export { deadLetterChoiceSchema, deadLetterRequests, deadLetterSchema, type DeadLetterRequests, type DeadLetterView, PLATFORM_TENANT } from './dead-letters.js';
export { envelopeSchema, type Envelope, type RawEnvelope } from './envelope.js';
export { addressSchema, chainSchema, currencySchema, dialectSchema, idSchema, moneySchema, pageSchema, positiveMoneySchema, railSchema, timeSchema } from './shapes.js';
export { type ProviderCallsView, providerCallsSchema, trailRequests, trailRowSchema, type TrailRowView } from './trail.js';
export { applyTenantSettings, paceSchema, tenantSettingsSchema, type ApplyTenantSettings, type Pace } from './tenant-settings.js';
