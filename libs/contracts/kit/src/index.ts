export { breakSchema, checkRequest, findingSchema, messageCheckRequest, MOST_FINDINGS, reconcileRequest, type Break, type Finding } from './checks.js';
export {
  contractOf, envelopeSchema, send, type AnswersOf, type BodyOf, type Contract, type Envelope, type MessageContract, type MessageKind, type Outgoing, type RawEnvelope, type ReplyOf, type RequestContract, type RequestOf,
} from './contract.js';
export { deadLetterChoiceSchema, deadLetterRequests, deadLetterSchema, type DeadLetterRequests, type DeadLetterView, openedLetterSchema, type OpenedLetterView, PLATFORM_TENANT } from './dead-letters.js';
export {
  addressSchema, applyTenantSettings, chainSchema, currencySchema, dialectSchema, holdSchema, idSchema, moneySchema, paceSchema, pageSchema, phaseSchema, positiveMoneySchema, railSchema, tenantSettingsSchema, timeSchema,
  type ApplyTenantSettings, type Pace,
} from './shapes.js';
export { type ProviderCallsView, providerCallsSchema, trailRequests, trailRowSchema, type TrailRowView } from './trail.js';
