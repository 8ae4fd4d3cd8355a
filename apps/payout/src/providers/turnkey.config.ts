import { jsonFile, readEnvironment, secret, type EnvironmentPart } from '@sluice/service-host';
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

const organizationsSchema = z.record(z.string(), z.object({ organizationId: z.string().min(1), walletId: z.string().min(1) }));
const address = z.url({ protocol: /^https?$/, error: 'an http(s) address' });
const WITH_SIGNER = 'needed with `SIGNER_URL`';

const variables = {
  SIGNER_URL: address.optional().describe('Turnkey\'s API; without it keys are derived from the sandbox\'s phrase'),
  TURNKEY_POLICY_PUBLIC_KEY: publicKey.optional().describe(`The API user whose requests the policies let through alone; ${WITH_SIGNER}`),
  TURNKEY_POLICY_PRIVATE_KEY: secret(privateKey.optional(), `Its private key; ${WITH_SIGNER}`),
  TURNKEY_PROPOSER_PUBLIC_KEY: publicKey.optional().describe(`The API user whose requests wait for the customer's approval; ${WITH_SIGNER}`),
  TURNKEY_PROPOSER_PRIVATE_KEY: secret(privateKey.optional(), `Its private key; ${WITH_SIGNER}`),
  TURNKEY_TIMEOUT_MS: z.coerce.number('milliseconds').int('milliseconds').min(50, 'milliseconds').max(60_000, 'milliseconds').default(5_000)
    .describe('How long a call to the signer may take before its outcome counts as unknown'),
  TURNKEY_ORGANIZATIONS_FILE: jsonFile('tenants with their organizationId and walletId', organizationsSchema).optional()
    .describe(`Every tenant's organization and wallet at Turnkey; ${WITH_SIGNER} outside of the sandbox, where an organization is called like its tenant`),
  SIMULATORS_URL: address.optional().describe('Sandbox only: where the simulated outside world listens'),
};

const keyNeeds = {
  TURNKEY_POLICY_PUBLIC_KEY: 'a compressed P-256 key in hex', TURNKEY_POLICY_PRIVATE_KEY: 'a P-256 key in hex',
  TURNKEY_PROPOSER_PUBLIC_KEY: 'a compressed P-256 key in hex', TURNKEY_PROPOSER_PRIVATE_KEY: 'a P-256 key in hex',
};
const organizationsNeed = { TURNKEY_ORGANIZATIONS_FILE: 'the path of a JSON file of tenants with their organizationId and walletId' };

/** What payout reads for its signer. */
export const turnkeyEnvironment: EnvironmentPart<typeof variables> = {
  variables,
  rule: (given, sandbox) => {
    if (given['SIGNER_URL'] === undefined) return {};
    return Object.fromEntries(Object.entries({ ...keyNeeds, ...(sandbox ? {} : organizationsNeed) }).filter(([name]) => given[name] === undefined));
  },
};

/** Null when no signer is named: keys are then derived from the sandbox's phrase. @throws ConfigError without any value. */
export function readTurnkeyConfig(sandbox: boolean, environment: NodeJS.ProcessEnv = process.env): TurnkeyConfig | null {
  const read = readEnvironment('payout', turnkeyEnvironment, environment, sandbox);
  if (read.SIGNER_URL === undefined) return null;
  return {
    url: read.SIGNER_URL,
    policyKey: { publicKey: read.TURNKEY_POLICY_PUBLIC_KEY ?? '', privateKey: read.TURNKEY_POLICY_PRIVATE_KEY ?? '' },
    proposerKey: { publicKey: read.TURNKEY_PROPOSER_PUBLIC_KEY ?? '', privateKey: read.TURNKEY_PROPOSER_PRIVATE_KEY ?? '' },
    timeoutMs: read.TURNKEY_TIMEOUT_MS,
    votesUrl: sandbox ? read.SIMULATORS_URL : undefined,
    locationOf: locationsFrom(read.TURNKEY_ORGANIZATIONS_FILE),
  };
}

/** Where the simulated outside world listens; absent outside of the sandbox, and in a sandbox that has none. @throws ConfigError */
export const readSimulatorsUrl = (sandbox: boolean): string | undefined => (sandbox ? readEnvironment('payout', turnkeyEnvironment, process.env, sandbox).SIMULATORS_URL : undefined);

/** In the sandbox an organization is called like its tenant, unless a file says otherwise. */
function locationsFrom(locations: Readonly<Record<string, WalletLocation>> | undefined): (tenantId: string) => WalletLocation {
  return (tenantId) => {
    const location = locations === undefined ? { organizationId: tenantId, walletId: tenantId } : locations[tenantId];
    if (location === undefined) throw new RangeError(`The tenant ${tenantId} has no organization at the signer.`);
    return location;
  };
}
