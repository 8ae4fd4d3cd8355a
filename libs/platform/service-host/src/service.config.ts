import { KeyRing } from '@sluice/kernel';
import { z } from 'zod';
import { keyRing, outsideSandbox, readEnvironment, secret, ServiceEnvironment, type EnvironmentPart } from './environment.js';
import { KEEP_ALIVE_MS } from './http.js';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What a service is told by its environment. */
export abstract class ServiceConfig {
  abstract readonly service: string;
  abstract readonly port: number;
  /** Where probes and metrics are, and nothing else; on `port` unless told. */
  abstract readonly managementPort?: number | undefined;
  abstract readonly mongodbUri: string;
  abstract readonly amqpUrl: string;
  /** First word of every database, exchange and queue. */
  abstract readonly namespace: string;
  /** True only where tenants' clocks can be advanced and the outside world is simulated. */
  abstract readonly sandbox: boolean;
  /** A database that takes connections and is of no use for so long ends the process. */
  abstract readonly databaseEndAfterMs: number;
  /** For how long an idle HTTP connection is kept; it has to outlast whatever stands before the service. */
  abstract readonly httpKeepAliveMs?: number;
  /** For how long a service that was told to stop goes on answering, unready. */
  abstract readonly lameDuckMs?: number;
  /** How long rows of timelines are kept, and dead letters that an operator has dealt with; absent: for good. */
  abstract readonly trailDays?: number | undefined;
  abstract readonly deadLetterDays?: number | undefined;
  /** What fields are sealed with in documents; absent: what the service's own configuration says. */
  abstract readonly dataKeys?: KeyRing | undefined;
  abstract readonly logLevel: (typeof logLevels)[number];
  abstract readonly version?: string | undefined;
}

/** Until whatever stands before a service has seen that it is unready; nothing stands before a local stack. */
const USUAL_LAME_DUCK_MS = 5_000;

const MILLISECONDS = 'milliseconds, a whole number';
/** A bank may return a payment for sixty days after it was delivered, and a month is left to ask what happened. */
const FEWEST_DAYS = 90;
const DAYS = `days, a whole number from ${FEWEST_DAYS}`;

/** How long something is kept: never so short that it is missed when a payment comes back. */
export const retentionDays = (fallback: number, description: string) => z.coerce.number(DAYS).int(DAYS).min(FEWEST_DAYS, DAYS).default(fallback).describe(description);

const VERSION = 'a version without blanks';
const NAMESPACE = 'lower-case letters, digits and dashes';

const PORT_NUMBER = 'a port number';
const portNumber = z.coerce.number(PORT_NUMBER).int(PORT_NUMBER).min(0, PORT_NUMBER).max(65_535, PORT_NUMBER);

const commonVariables = {
  PORT: portNumber.default(3000).describe('HTTP: at the gateway the API, at payout the bank\'s callbacks'),
  MANAGEMENT_PORT: portNumber.min(1, PORT_NUMBER).optional().describe('Probes and metrics, and nothing else: a port that only the platform reaches. Without it they are at `PORT`'),
  MONGODB_URI: secret(z.string('a mongodb:// address').regex(/^mongodb(\+srv)?:\/\/\S+$/, 'a mongodb:// address'), 'The replica set; the database is named by namespace and service'),
  AMQP_URL: secret(z.string('an amqp:// address').regex(/^amqps?:\/\/\S+$/, 'an amqp:// address'), 'The broker'),
  SLUICE_NAMESPACE: z.string(NAMESPACE).regex(/^[a-z][a-z0-9-]*$/, NAMESPACE).default('sluice').describe('First word of the database `<namespace>_<service>`, of exchanges and queues'),
  SLUICE_SANDBOX: z.enum(['true', 'false'], 'true or false').default('false').describe('`true` only where tenants\' clocks can be advanced; never in production'),
  DATABASE_END_AFTER_SECONDS: z.coerce.number('a number of seconds').positive('a number of seconds').default(300).describe('A database that takes connections and does not answer for so long ends the process'),
  HTTP_KEEP_ALIVE_MS: z.coerce.number(MILLISECONDS).int(MILLISECONDS).positive(MILLISECONDS).default(KEEP_ALIVE_MS)
    .describe('How long an idle HTTP connection is kept: longer than balancers and clients keep theirs, or requests meet a closed connection'),
  LAME_DUCK_MS: z.coerce.number(MILLISECONDS).int(MILLISECONDS).min(0, MILLISECONDS).optional()
    .describe(`How long a service that was told to stop goes on answering, unready, so that balancers take it out first; ${USUAL_LAME_DUCK_MS} unless told, 0 in the sandbox`),
  SLUICE_VERSION: z.string(VERSION).regex(/^\S{1,100}$/, VERSION).optional().describe('The version that runs, for metrics; images know theirs'),
  RETAIN_TRAIL_DAYS: retentionDays(400, 'How long rows of timelines are kept that are not the withdrawal\'s own'),
  RETAIN_DEAD_LETTERS_DAYS: retentionDays(400, 'How long dead letters are kept that an operator has redriven or discarded; those that lie are kept'),
  LOG_LEVEL: z.enum(logLevels, `one of ${logLevels.join(', ')}`).default('info').describe('Least level of the lines that are logged'),
};

/** What every service reads. */
export const commonEnvironment: EnvironmentPart<typeof commonVariables> = { variables: commonVariables };

const KEY = '32 bytes in base64';

/** A key to seal with. */
export const sealingKey = (description: string) =>
  outsideSandbox(secret(keyRing(z.string().transform((text) => Buffer.from(text, 'base64')).refine((key) => key.length === 32), KEY), `${description}; in the sandbox a key that protects nothing unless told`));

/** Of a sandbox that was given none. */
export const publicKeys = (): KeyRing => new KeyRing(Buffer.alloc(32, 'sandbox'));

/** The whole environment of a service: what every service reads, and the parts that this one reads beside it. */
export const environmentOf = (service: string, ...parts: readonly EnvironmentPart[]): ServiceEnvironment => new ServiceEnvironment(service, commonEnvironment, ...parts);

/** Reads a service's configuration. @throws ConfigError naming every variable that is missing or wrong. */
export function readServiceConfig(service: string, environment: NodeJS.ProcessEnv): ServiceConfig {
  const {
    PORT, MANAGEMENT_PORT, MONGODB_URI, AMQP_URL, SLUICE_NAMESPACE, SLUICE_SANDBOX, DATABASE_END_AFTER_SECONDS, HTTP_KEEP_ALIVE_MS, LAME_DUCK_MS: lameDuckMs, SLUICE_VERSION, LOG_LEVEL,
    RETAIN_TRAIL_DAYS: trailDays, RETAIN_DEAD_LETTERS_DAYS: deadLetterDays,
  } = readEnvironment(service, commonEnvironment, environment);
  const sandbox = SLUICE_SANDBOX === 'true';
  return {
    service, port: PORT, managementPort: MANAGEMENT_PORT, mongodbUri: MONGODB_URI, amqpUrl: AMQP_URL, namespace: SLUICE_NAMESPACE, sandbox, lameDuckMs: lameDuckMs ?? (sandbox ? 0 : USUAL_LAME_DUCK_MS),
    databaseEndAfterMs: DATABASE_END_AFTER_SECONDS * 1_000, httpKeepAliveMs: HTTP_KEEP_ALIVE_MS, logLevel: LOG_LEVEL, version: SLUICE_VERSION, trailDays, deadLetterDays,
  };
}
