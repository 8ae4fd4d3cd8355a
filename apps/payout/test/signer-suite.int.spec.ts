import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalWalletSigner, type UsdcAuthorization } from '@sluice/evm';
import { newId } from '@sluice/kernel';
import { type ServiceConfig } from '@sluice/service-host';
import { startSimulators, type Simulators } from '@sluice/simulators';
import { createECDH } from 'node:crypto';
import { recoverTypedDataAddress } from 'viem';
import { LocalSigner } from '../src/providers/local-signer.js';
import type { ApiKey, TurnkeyConfig } from '../src/providers/turnkey.config.js';
import { TurnkeySigner } from '../src/providers/turnkey.http.js';
import type { SigningRequest, Signer } from '../src/providers/signer.js';

const mnemonic = 'test test test test test test test test test test test junk';
const nonce = `0x${'ab'.repeat(32)}` as const;
const field = (name: string, type: string) => ({ name, type }) as never;
const fields = [field('from', 'address'), field('to', 'address'), field('value', 'uint256'), field('validAfter', 'uint256'), field('validBefore', 'uint256'), field('nonce', 'bytes32')] as never;

function newApiKey(): ApiKey {
  const key = createECDH('prime256v1');
  key.generateKeys();
  return { publicKey: key.getPublicKey('hex', 'compressed'), privateKey: key.getPrivateKey('hex').padStart(64, '0') };
}

const [policyKey, proposerKey] = [newApiKey(), newApiKey()];
let simulators: Simulators;
let journalFolder: string;

const start = () => startSimulators({
  port: 0, journalFolder, callbackSecret: 'a secret of the bank and its client', mnemonic, signer: { policyKey: policyKey.publicKey, proposerKey: proposerKey.publicKey },
});

beforeAll(async () => {
  journalFolder = mkdtempSync(join(tmpdir(), 'signer-'));
  simulators = await start();
});
afterAll(async () => {
  await simulators?.stop();
  rmSync(journalFolder, { recursive: true });
});

const configOf = (more: Partial<TurnkeyConfig> = {}): TurnkeyConfig => ({
  url: simulators.url, votesUrl: simulators.url, policyKey, proposerKey, timeoutMs: 60_000, locationOf: (tenantId) => ({ organizationId: tenantId, walletId: tenantId }), ...more,
});

async function signingRequest(signer: Signer, approval: SigningRequest['approval'], tenantId = `t-${newId()}`): Promise<{ signing: SigningRequest; authorization: UsdcAuthorization }> {
  const walletId = newId();
  const from = await signer.addressOf(tenantId, walletId);
  const authorization: UsdcAuthorization = {
    domain: { name: 'USD Coin', version: '2', chainId: 8453, verifyingContract: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913' },
    types: { TransferWithAuthorization: fields, ReceiveWithAuthorization: fields }, primaryType: 'TransferWithAuthorization',
    message: { from, to: '0x742d35Cc6634C0532925a3b844Bc454e4438f44e', value: 65_000_000_000n, validAfter: 0n, validBefore: 1_900_000_000n, nonce },
  };
  const request = await signer.requestFor({ tenantId, walletId, approval, authorization, at: new Date() });
  return { signing: { tenantId, walletId, approval, request }, authorization };
}

describe.each([
  ['of the service itself', () => new LocalSigner(new LocalWalletSigner(mnemonic), { sandbox: true } as ServiceConfig)],
  ['at Turnkey', () => new TurnkeySigner(configOf())],
] as const)('a signer %s', (_, make) => {
  it("has the wallet's one address, which follows from its id", async () => {
    const walletId = newId();
    const expected = await new LocalWalletSigner(mnemonic).addressOf(walletId);
    expect([await make().addressOf('acme', walletId), await make().addressOf('acme', walletId)]).toEqual([expected, expected]);
  });

  it('signs at once what needs no approval, in the name of the wallet', async () => {
    const signer = make();
    const { signing, authorization } = await signingRequest(signer, 'none');
    const report = await signer.submit(signing);
    expect(report.status).toBe('signed');
    const signature = report.status === 'signed' ? report.signature : '0x';
    expect(await recoverTypedDataAddress({ ...authorization, signature } as never)).toBe(authorization.message.from);
  });

  it('knows the same request again, and gives the same signature', async () => {
    const signer = make();
    const { signing } = await signingRequest(signer, 'none');
    expect(await make().submit(signing)).toEqual(await signer.submit(signing));
  });

  it('waits for the customer, and signs when approved', async () => {
    const signer = make();
    const { signing } = await signingRequest(signer, 'customer');
    const { activityId, status } = await signer.submit(signing);
    expect(status).toBe('pending');
    expect(await signer.inquire({ ...signing, activityId })).toEqual({ activityId, status: 'pending' });
    expect(await signer.vote({ ...signing, activityId }, 'approve')).toMatchObject({ activityId, status: 'signed' });
  });

  it('has no signature for what was rejected or taken back', async () => {
    const signer = make();
    const [rejected, withdrawn] = [await signingRequest(signer, 'customer'), await signingRequest(signer, 'customer')];
    const [first, second] = [await signer.submit(rejected.signing), await signer.submit(withdrawn.signing)];
    expect(await signer.vote({ ...rejected.signing, activityId: first.activityId }, 'reject')).toMatchObject({ status: 'rejected' });
    expect(await signer.withdraw({ ...withdrawn.signing, activityId: second.activityId })).toMatchObject({ status: 'rejected' });
  });
});

describe('Turnkey', () => {
  it('reports how an activity ended to a vote or a withdrawal that is too late', async () => {
    const signer = new TurnkeySigner(configOf());
    const { signing } = await signingRequest(signer, 'customer');
    const { activityId } = await signer.submit(signing);
    await signer.vote({ ...signing, activityId }, 'approve');
    expect(await signer.vote({ ...signing, activityId }, 'reject')).toMatchObject({ status: 'signed' });
    expect(await signer.withdraw({ ...signing, activityId })).toMatchObject({ status: 'signed' });
  });

  it('refuses all but its two API users', async () => {
    const stranger = new TurnkeySigner(configOf({ policyKey: newApiKey() }));
    await expect(stranger.addressOf('acme', newId())).rejects.toMatchObject({ name: 'TurnkeyRefused', status: 401 });
  });

  it('refuses a body other than the one that was stamped', async () => {
    const response = await fetch(`${simulators.url}/public/v1/query/get_activity`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', 'x-stamp': 'e30' } });
    expect(response.status).toBe(401);
  });

  it.each([['fail', 'failed'], ['reject', 'rejected']] as const)('struck by the fault %s, ends its activity as %s, also when requested again', async (mode, status) => {
    const signer = new TurnkeySigner(configOf());
    const { signing } = await signingRequest(signer, 'none');
    await fetch(`${simulators.url}/control/tenants/${signing.tenantId}/faults`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: newId(), port: 'signer', mode, count: 1 }),
    });
    expect(await signer.submit(signing)).toMatchObject({ status });
    expect(await signer.submit(signing)).toMatchObject({ status });
  });

  it('remembers activities and accounts over a restart', async () => {
    const { signing } = await signingRequest(new TurnkeySigner(configOf()), 'customer');
    const { activityId } = await new TurnkeySigner(configOf()).submit(signing);
    await simulators.stop();
    simulators = await start();
    expect(await new TurnkeySigner(configOf()).vote({ ...signing, activityId }, 'approve')).toMatchObject({ activityId, status: 'signed' });
  });
});
