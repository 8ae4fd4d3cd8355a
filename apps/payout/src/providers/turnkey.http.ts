import { walletAccountPath } from '@sluice/evm';
import { DomainError } from '@sluice/kernel';
import { Provider } from '@sluice/providers';
import { providerCall } from '@sluice/telemetry';
import { ApiKeyStamper } from '@turnkey/api-key-stamper';
import { TurnkeyClient, type TSignedRequest } from '@turnkey/http';
import type { Address } from 'viem';
import { z } from 'zod';
import { Signer, type SigningOrder, type SigningReport, type SigningRequest, writeTypedData } from './signer.js';
import type { ApiKey, TurnkeyConfig } from './turnkey.config.js';

const statusSchema = z.enum([
  'ACTIVITY_STATUS_CREATED', 'ACTIVITY_STATUS_PENDING', 'ACTIVITY_STATUS_CONSENSUS_NEEDED', 'ACTIVITY_STATUS_AUTHENTICATORS_NEEDED',
  'ACTIVITY_STATUS_COMPLETED', 'ACTIVITY_STATUS_FAILED', 'ACTIVITY_STATUS_REJECTED',
]);

const part = z.string().regex(/^[0-9a-fA-F]{64}$/);

/** An activity as Turnkey shows it, as far as it is used. */
const activityReplySchema = z.object({
  activity: z.object({
    id: z.string().min(1),
    fingerprint: z.string().min(1),
    status: statusSchema,
    result: z.object({ signRawPayloadResult: z.object({ r: part, s: part, v: z.enum(['00', '01']) }).optional() }).optional(),
  }),
});
export type Activity = z.output<typeof activityReplySchema>['activity'];

const accountReplySchema = z.object({ account: z.object({ address: z.string().regex(/^0x[0-9a-fA-F]{40}$/) }) });

const createdAccountsReplySchema = z.object({
  activity: z.object({ status: z.literal('ACTIVITY_STATUS_COMPLETED'), result: z.object({ createWalletAccountsResult: z.object({ addresses: z.tuple([z.string().regex(/^0x[0-9a-fA-F]{40}$/)]) }) }) }),
});

/** The request, stored before the call and read again when it is repeated. */
export const signRequestSchema = z.object({
  type: z.literal('ACTIVITY_TYPE_SIGN_RAW_PAYLOAD_V2'),
  timestampMs: z.string(),
  organizationId: z.string(),
  parameters: z.object({
    signWith: z.string(), payload: z.string(), encoding: z.literal('PAYLOAD_ENCODING_EIP712'), hashFunction: z.literal('HASH_FUNCTION_NO_OP'),
  }),
});

/** Turnkey has answered with an error. */
export class TurnkeyRefused extends Error {
  override readonly name = 'TurnkeyRefused';

  constructor(readonly status: number, message: string) {
    super(message);
  }
}

type Stamp = (client: TurnkeyClient) => Promise<TSignedRequest>;

/** Calls of Turnkey under one API key. The body is what was stamped, to the byte. */
class TurnkeyCalls {
  private readonly client: TurnkeyClient;

  constructor(private readonly turnkey: Provider, baseUrl: string, { publicKey, privateKey }: ApiKey) {
    this.client = new TurnkeyClient({ baseUrl: baseUrl.replace(/\/$/, '') }, new ApiKeyStamper({ apiPublicKey: publicKey, apiPrivateKey: privateKey }));
  }

  /** @throws TurnkeyRefused on an answer that is not a success, OutcomeUnknown when there is no readable answer. */
  async call<T>(stamp: Stamp, schema: z.ZodType<T>): Promise<T> {
    const { url, body, stamp: { stampHeaderName, stampHeaderValue } } = await stamp(this.client);
    return this.turnkey.call({
      method: 'POST', path: url, body, headers: { [stampHeaderName]: stampHeaderValue }, answer: schema,
      otherwise: (status, text) => {
        throw new TurnkeyRefused(status, `Turnkey answered ${status}: ${text.slice(0, 200)}`);
      },
    });
  }
}

type KnownActivity = SigningRequest & { readonly activityId: string };

/** Keys are at Turnkey. A policy signs alone or requires the customer's approval, by which of two API users makes the request. */
export class TurnkeySigner extends Signer {
  override readonly takesVotes: boolean;
  private readonly alone: TurnkeyCalls;
  private readonly proposer: TurnkeyCalls;
  private readonly votes: Provider;
  private readonly addresses = new Map<string, Address>();

  constructor(private readonly config: TurnkeyConfig) {
    super();
    this.takesVotes = config.votesUrl !== undefined;
    const turnkey = new Provider({ name: 'signer', url: config.url, timeoutMs: config.timeoutMs });
    this.alone = new TurnkeyCalls(turnkey, config.url, config.policyKey);
    this.proposer = new TurnkeyCalls(turnkey, config.url, config.proposerKey);
    this.votes = new Provider({ name: 'votes', url: config.votesUrl, timeoutMs: config.timeoutMs });
  }

  override async addressOf(tenantId: string, walletId: string): Promise<Address> {
    const known = this.addresses.get(walletId);
    const address = known ?? (await this.accountAt(tenantId, walletAccountPath(walletId)));
    this.addresses.set(walletId, address);
    return address;
  }

  override requestFor({ tenantId, authorization, at }: SigningOrder): Promise<string> {
    const parameters = {
      signWith: authorization.message.from, payload: writeTypedData(authorization), encoding: 'PAYLOAD_ENCODING_EIP712', hashFunction: 'HASH_FUNCTION_NO_OP',
    };
    const { organizationId } = this.config.locationOf(tenantId);
    return Promise.resolve(JSON.stringify({ type: 'ACTIVITY_TYPE_SIGN_RAW_PAYLOAD_V2', timestampMs: String(at.getTime()), organizationId, parameters }));
  }

  override submit({ approval, request }: SigningRequest): Promise<SigningReport> {
    return providerCall('signer.submit', async () => {
      const body = signRequestSchema.parse(JSON.parse(request));
      const { activity } = await this.by(approval).call((client) => client.stampSignRawPayload(body), activityReplySchema);
      return reportOf(activity);
    }, ({ status }) => status);
  }

  override inquire(known: KnownActivity): Promise<SigningReport> {
    return providerCall('signer.inquire', async () => reportOf(await this.find(known)), ({ status }) => status);
  }

  override withdraw(known: KnownActivity): Promise<SigningReport> {
    return providerCall('signer.withdraw', () => this.withdrawPending(known), ({ status }) => status);
  }

  private async withdrawPending(known: KnownActivity): Promise<SigningReport> {
    const activity = await this.find(known);
    if (reportOf(activity).status !== 'pending') return reportOf(activity);
    const { organizationId } = this.config.locationOf(known.tenantId);
    const body = { type: 'ACTIVITY_TYPE_REJECT_ACTIVITY', timestampMs: String(Date.now()), organizationId, parameters: { fingerprint: activity.fingerprint } } as const;
    await this.by(known.approval).call((client) => client.stampRejectActivity(body), activityReplySchema);
    return this.inquire(known);
  }

  /** A vote after the activity has ended does not count; the report says how it ended. */
  override async vote(known: KnownActivity, vote: 'approve' | 'reject'): Promise<SigningReport> {
    if (this.config.votesUrl === undefined) throw new DomainError('not_found', 'Customers vote at Turnkey itself.');
    const { organizationId } = this.config.locationOf(known.tenantId);
    await this.votes.call<void>({
      method: 'POST', path: `/control/tenants/${encodeURIComponent(organizationId)}/votes`, body: { activityId: known.activityId, vote },
      otherwise: (status) => {
        if (status !== 409) throw new TurnkeyRefused(status, `The vote was answered by ${status}.`);
      },
    });
    return this.inquire(known);
  }

  private async find({ tenantId, approval, activityId }: KnownActivity): Promise<Activity> {
    const { organizationId } = this.config.locationOf(tenantId);
    const { activity } = await this.by(approval).call((client) => client.stampGetActivity({ organizationId, activityId }), activityReplySchema);
    return activity;
  }

  /** An account is made by the path that follows from the wallet's id, unless it is there. */
  private async accountAt(tenantId: string, path: string): Promise<Address> {
    const { organizationId, walletId } = this.config.locationOf(tenantId);
    try {
      const { account } = await this.alone.call((client) => client.stampGetWalletAccount({ organizationId, walletId, path }), accountReplySchema);
      return account.address as Address;
    } catch (error) {
      if (!(error instanceof TurnkeyRefused) || error.status !== 404) throw error;
    }
    const account = { curve: 'CURVE_SECP256K1', pathFormat: 'PATH_FORMAT_BIP32', path, addressFormat: 'ADDRESS_FORMAT_ETHEREUM' } as const;
    const body = { type: 'ACTIVITY_TYPE_CREATE_WALLET_ACCOUNTS', timestampMs: String(Date.now()), organizationId, parameters: { walletId, accounts: [account] } } as const;
    const { activity } = await this.alone.call((client) => client.stampCreateWalletAccounts({ ...body, parameters: { walletId, accounts: [account] } }), createdAccountsReplySchema);
    return activity.result.createWalletAccountsResult.addresses[0] as Address;
  }

  private by(approval: SigningRequest['approval']): TurnkeyCalls {
    return approval === 'none' ? this.alone : this.proposer;
  }
}

/** What Turnkey's statuses mean to a leg. */
function reportOf({ id: activityId, status, result }: Activity): SigningReport {
  switch (status) {
    case 'ACTIVITY_STATUS_CREATED': case 'ACTIVITY_STATUS_PENDING': case 'ACTIVITY_STATUS_CONSENSUS_NEEDED': case 'ACTIVITY_STATUS_AUTHENTICATORS_NEEDED':
      return { activityId, status: 'pending' };
    case 'ACTIVITY_STATUS_FAILED': return { activityId, status: 'failed' };
    case 'ACTIVITY_STATUS_REJECTED': return { activityId, status: 'rejected' };
    case 'ACTIVITY_STATUS_COMPLETED': {
      const signed = result?.signRawPayloadResult;
      if (signed === undefined) throw new TypeError(`The activity ${activityId} is completed without a signature.`);
      return { activityId, status: 'signed', signature: `0x${signed.r}${signed.s}${signed.v === '00' ? '1b' : '1c'}` };
    }
  }
}
