import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const environmentSchema = z.object({
  /** At least 32 bytes of text that every instance shares; without it one is made and kept in the database. */
  TOKEN_SIGNING_KEY: z.string().min(32).optional(),
  /** A JSON file with the API clients to set up. */
  SLUICE_CLIENTS_FILE: z.string().min(1).optional(),
  /** Sandbox only: where the simulated outside world listens. */
  SIMULATORS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Sandbox only: the local chains, which follow the tenants' clocks. */
  SLUICE_CHAINS_FILE: z.string().min(1).optional(),
  RATE_LIMIT_PER_SECOND: count(1_000),
  IDEMPOTENCY_LEASE_MS: count(15_000),
  REQUEST_TIMEOUT_MS: count(10_000),
});

/** What the gateway is told by its environment beyond what every service is. */
@Injectable()
export class GatewayConfig {
  readonly tokenSigningKey: string | undefined;
  readonly clientsFile: string | undefined;
  readonly simulatorsUrl: string | undefined;
  readonly chainsFile?: string | undefined;
  /** Requests one client may make in a second of one instance. */
  readonly rateLimitPerSecond: number;
  /** How long a request with an idempotency key is taken to be still in flight. */
  readonly idempotencyLeaseMs: number;
  readonly requestTimeoutMs: number;

  constructor() {
    const read = environmentSchema.safeParse(process.env);
    if (!read.success) throw new Error(`The gateway's environment is wrong: ${z.prettifyError(read.error)}`);
    this.tokenSigningKey = read.data.TOKEN_SIGNING_KEY;
    this.clientsFile = read.data.SLUICE_CLIENTS_FILE;
    this.simulatorsUrl = read.data.SIMULATORS_URL;
    this.chainsFile = read.data.SLUICE_CHAINS_FILE;
    this.rateLimitPerSecond = read.data.RATE_LIMIT_PER_SECOND;
    this.idempotencyLeaseMs = read.data.IDEMPOTENCY_LEASE_MS;
    this.requestTimeoutMs = read.data.REQUEST_TIMEOUT_MS;
  }
}
