import { readFileSync } from 'node:fs';
import { ConfigError } from '@sluice/service-host';
import { z } from 'zod';

/** A P-256 key pair of an API user, in hex, the public one compressed. */
export interface ApiKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Where a tenant's wallets are at Turnkey. */
interface WalletLocation {
  readonly organizationId: string;
  readonly walletId: string;
}

/** How the signer is reached and which keys it is given. */
export interface TurnkeyConfig {
  readonly url: string;
  /** Signs alone, as far as the policies let it. */
  readonly policyKey: ApiKey;
  /** Proposes; the policies require the customer's approval. */
  readonly proposerKey: ApiKey;
  readonly timeoutMs: number;
  /** The sandbox's simulator, where the customer's vote is cast; absent at a real Turnkey. */
  readonly votesUrl?: string | undefined;
  locationOf(tenantId: string): WalletLocation;
}

const publicKey = z.string('a compressed P-256 key in hex').regex(/^0[23][0-9a-fA-F]{64}$/, 'a compressed P-256 key in hex');
const privateKey = z.string('a P-256 key in hex').regex(/^[0-9a-fA-F]{64}$/, 'a P-256 key in hex');

const environmentSchema = z.object({
  SIGNER_URL: z.url({ protocol: /^https?$/, error: 'an http(s) address' }),
  TURNKEY_POLICY_PUBLIC_KEY: publicKey,
  TURNKEY_POLICY_PRIVATE_KEY: privateKey,
  TURNKEY_PROPOSER_PUBLIC_KEY: publicKey,
  TURNKEY_PROPOSER_PRIVATE_KEY: privateKey,
  TURNKEY_TIMEOUT_MS: z.coerce.number('milliseconds').int('milliseconds').min(50, 'milliseconds').max(60_000, 'milliseconds').default(5_000),
  TURNKEY_ORGANIZATIONS_FILE: z.string().min(1).optional(),
  SIMULATORS_URL: z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional(),
});

const organizationsSchema = z.record(z.string(), z.object({ organizationId: z.string().min(1), walletId: z.string().min(1) }));

/** Null when no signer is named: keys are then derived from the sandbox's phrase. @throws ConfigError without any value. */
export function readTurnkeyConfig(environment: NodeJS.ProcessEnv, sandbox: boolean): TurnkeyConfig | null {
  if (environment['SIGNER_URL'] === undefined) return null;
  const read = environmentSchema.safeParse(environment);
  if (!read.success) throw new ConfigError(`The signer cannot be used: ${read.error.issues.map(({ path, message }) => `${path.join('.')} must be ${message}`).join(', ')}.`);
  const values = read.data;
  return {
    url: values.SIGNER_URL,
    policyKey: { publicKey: values.TURNKEY_POLICY_PUBLIC_KEY, privateKey: values.TURNKEY_POLICY_PRIVATE_KEY },
    proposerKey: { publicKey: values.TURNKEY_PROPOSER_PUBLIC_KEY, privateKey: values.TURNKEY_PROPOSER_PRIVATE_KEY },
    timeoutMs: values.TURNKEY_TIMEOUT_MS,
    votesUrl: sandbox ? values.SIMULATORS_URL : undefined,
    locationOf: locationsFrom(values.TURNKEY_ORGANIZATIONS_FILE, sandbox),
  };
}

/** In the sandbox an organization is called like its tenant, unless a file says otherwise. */
function locationsFrom(file: string | undefined, sandbox: boolean): (tenantId: string) => WalletLocation {
  if (file === undefined && !sandbox) throw new ConfigError('The signer cannot be used: TURNKEY_ORGANIZATIONS_FILE must name a file with every tenant\'s organization.');
  const locations = file === undefined ? null : organizationsFrom(file);
  return (tenantId) => {
    const location = locations === null ? { organizationId: tenantId, walletId: tenantId } : locations[tenantId];
    if (location === undefined) throw new RangeError(`The tenant ${tenantId} has no organization at the signer.`);
    return location;
  };
}

function organizationsFrom(file: string): Record<string, WalletLocation> {
  try {
    return organizationsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new ConfigError('The file named by TURNKEY_ORGANIZATIONS_FILE cannot be used: it must be JSON, tenants with their organizationId and walletId.');
  }
}
