export { credentialsEnvironment, readCredentials } from './credentials.config.js';
export type { ClientCredentials, Credentials } from './credentials.js';
export { type Backoff, inquiredLater, inquiryAt, type Intent, isDue, leased, leaseMsFor, nextCall, sentAgain, stopAt, unknownTooLongMs, waitMs } from './intent.js';
export { CircuitOpen, type CircuitOptions, OutcomeUnknown } from './circuit.js';
export { type Call, Provider, type ProviderOptions } from './provider.js';
export { type ClientCertificate, overFetch, type Sent } from './transport.js';
