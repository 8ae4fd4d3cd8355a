import { Injectable } from '@nestjs/common';
import { documentsEnvironment } from '@sluice/document-store';
import { KeyRing } from '@sluice/kernel';
import { environmentOf, keyRing, outsideSandbox, publicKeys, readEnvironment, sealingKey, secret } from '@sluice/service-host';
import { z } from 'zod';

const WHOLE = 'a whole number above zero';
const count = (fallback: number, description: string) => z.coerce.number(WHOLE).int(WHOLE).positive(WHOLE).default(fallback).describe(description);
const PATH = 'the path of a file';

/** `wealthkernel=payouts.example.com,bultra=…`: a dialect's own host names, beside `<dialect>.<any domain>`. */
const HOSTS = 'dialect=host.name, separated by commas';
const hostsSchema = z.string(HOSTS).regex(/^(wealthkernel|bultra|braid)=[a-z0-9.-]+(,(wealthkernel|bultra|braid)=[a-z0-9.-]+)*$/, HOSTS)
  .transform((text) => new Map(text.split(',').map((pair): [string, string] => [pair.split('=')[1] ?? '', `/${pair.split('=')[0] ?? ''}`])));

/** Longer than all requests that one request makes of services may take, one after the other. */
export const ANSWER_WITHIN_MS = 30_000;

const variables = {
  TOKEN_SIGNING_KEY: outsideSandbox(secret(keyRing(z.string().min(32), '32 letters or more'), 'Signs access tokens; the same at every instance. In the sandbox a key that protects nothing unless told')),
  SLUICE_CLIENTS_FILE: z.string(PATH).min(1, PATH).optional().describe('JSON with API clients to set up at the start'),
  SIMULATORS_URL: z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional().describe('Sandbox only: where the simulated outside world listens'),
  SLUICE_CHAINS_FILE: z.string(PATH).min(1, PATH).optional().describe('Sandbox only: JSON with the local chains, which follow the tenants\' clocks'),
  TRACES_URL: z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional().describe('Where operators see traces, by Jaeger\'s addresses: `<TRACES_URL>/trace/<id>`; the console links to it'),
  DIALECT_HOSTS: hostsSchema.optional().describe('Host names that are a dialect\'s own, beside `<dialect>.<any domain>`'),
  RATE_LIMIT_PER_SECOND: count(1_000, 'Requests that one client may make in a second, of all instances together'),
  IDEMPOTENCY_LEASE_MS: count(15_000, 'How long a request with an idempotency key is taken to be still under way'),
  REQUEST_TIMEOUT_MS: count(10_000, 'How long another service may take for a reply'),
  ANSWER_WITHIN_MS: count(ANSWER_WITHIN_MS, 'After which a client is told that its request could not be completed'),
};

const sealing = { variables: { DATA_KEY: sealingKey('Seals stored answers in the database; the same at every instance') } };

/** What fields are sealed with. @throws ConfigError */
export const readDataKeys = (sandbox: boolean): KeyRing => readEnvironment('gateway', sealing, process.env, sandbox).DATA_KEY ?? publicKeys();

/** All that the gateway reads from its environment. */
export const gatewayEnvironment = environmentOf('gateway', { variables }, documentsEnvironment, sealing);

/** What the gateway reads from its environment beyond what every service reads. */
@Injectable()
export class GatewayConfig {
  /** The first signs access tokens, and all are taken. */
  readonly tokenKeys: KeyRing;
  readonly clientsFile: string | undefined;
  readonly simulatorsUrl: string | undefined;
  readonly chainsFile?: string | undefined;
  readonly tracesUrl?: string | undefined;
  /** The prefix of a dialect by the host name that is its own, beyond those that begin with its name. */
  readonly dialectHosts?: ReadonlyMap<string, string> | undefined;
  /** Requests one client may make in a second of one instance. */
  readonly rateLimitPerSecond: number;
  /** How long a request with an idempotency key is taken to be still in flight. */
  readonly idempotencyLeaseMs: number;
  readonly requestTimeoutMs: number;
  /** After which a client is answered that its request could not be completed; operators wait longer. */
  readonly answerWithinMs?: number;

  /** @throws ConfigError naming every variable that is wrong, without its value. */
  constructor() {
    const read = readEnvironment('gateway', { variables });
    this.tokenKeys = read.TOKEN_SIGNING_KEY ?? new KeyRing('sandbox'.padEnd(32));
    this.clientsFile = read.SLUICE_CLIENTS_FILE;
    this.simulatorsUrl = read.SIMULATORS_URL;
    this.chainsFile = read.SLUICE_CHAINS_FILE;
    this.tracesUrl = read.TRACES_URL;
    this.dialectHosts = read.DIALECT_HOSTS;
    this.rateLimitPerSecond = read.RATE_LIMIT_PER_SECOND;
    this.idempotencyLeaseMs = read.IDEMPOTENCY_LEASE_MS;
    this.requestTimeoutMs = read.REQUEST_TIMEOUT_MS;
    this.answerWithinMs = read.ANSWER_WITHIN_MS;
  }
}
