import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keccak256, recoverAddress, slice, type Hex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { startSimulators, type Simulators } from '../src/simulators.module.js';

const mnemonic = 'test test test test test test test test test test test junk';
const attester = mnemonicToAccount(mnemonic, { addressIndex: 1 }).address;
const messenger = '0x28b5a0e9C621a5BadaA536219b3a228C8168cf5d';
const chains = { ethereum: { rpcUrl: 'http://node.example', cctpDomain: 0, tokenMessenger: messenger } };

interface Answer {
  readonly status: number;
  readonly body: { readonly signature: string; readonly messages: readonly { message: Hex; attestation: Hex; eventNonce: Hex; status: string; delayReason: string | null }[] };
}

let folder: string;
let simulators: Simulators;
const start = () => startSimulators({ port: 0, journalFolder: folder, callbackSecret: 'not used by any test here', mnemonic, chains });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'attestation-'));
  simulators = await start();
});
afterAll(async () => {
  await simulators.stop();
  rmSync(folder, { recursive: true });
});

async function call(method: string, path: string, { body, tenantId }: { body?: object; tenantId?: string } = {}): Promise<Answer> {
  const headers = { ...(body ? { 'content-type': 'application/json' } : {}), ...(tenantId === undefined ? {} : { 'x-tenant-id': tenantId }) };
  const response = await fetch(`${simulators.url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
}

/** A burn on Solana by a tenant of its own, of an account with twice as much. */
class Burn {
  readonly tenantId = `t-${randomUUID()}`;
  readonly owner = `0x${randomUUID().replaceAll('-', '')}00000000`;
  readonly order = { key: randomUUID(), tenantId: this.tenantId, owner: this.owner, amount: '5000000', destinationDomain: 0, mintRecipient: '0x00000000000000000000000000000000000000aa' };

  readonly deposit = { id: randomUUID(), owner: this.owner, amount: '10000000' };

  async made(): Promise<string> {
    await call('POST', '/solana/deposits', { body: this.deposit });
    return (await call('POST', '/solana/burns', { body: this.order })).body.signature;
  }

  async messages(): Promise<Answer> {
    return call('GET', `/v2/messages/5?transactionHash=${await this.made()}`, { tenantId: this.tenantId });
  }

  fault(mode: string): Promise<Answer> {
    return call('POST', `/control/tenants/${this.tenantId}/faults`, { body: { id: randomUUID(), port: 'attestation', mode } });
  }

  /** The message once it is attested, asked for ten times a second as a client would. */
  async attested() {
    for (;;) {
      const [message] = (await this.messages()).body.messages;
      if (message?.status === 'complete') return message;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

describe('a burn', () => {
  it('is pending, then attested with the attester\'s signature over the message', async () => {
    const burn = new Burn();
    const { body } = await burn.messages();
    expect(body.messages).toMatchObject([{ status: 'pending_confirmations', attestation: 'PENDING' }]);
    const { message, attestation, eventNonce } = await burn.attested();
    expect(await recoverAddress({ hash: keccak256(message), signature: attestation })).toBe(attester);
    expect([slice(message, 12, 44), eventNonce]).toEqual([eventNonce, body.messages[0]?.eventNonce]);
    expect([slice(message, 4, 12), BigInt(slice(message, 216, 248))]).toEqual(['0x0000000500000000', 5_000_000n]);
  });

  it('is made once per key, and the same after a restart', async () => {
    const burn = new Burn();
    const signature = await burn.made();
    const { eventNonce } = await burn.attested();
    await simulators.stop();
    simulators = await start();
    expect([await burn.made(), (await burn.attested()).eventNonce]).toEqual([signature, eventNonce]);
    expect((await call('POST', '/solana/burns', { body: { ...burn.order, amount: '1' } })).status).toBe(409);
  });

  it('that nobody made is not found', async () => {
    expect((await call('GET', '/v2/messages/5?transactionHash=unknown')).status).toBe(404);
    expect((await call('POST', '/v2/reattest/0xab')).status).toBe(404);
    expect((await call('GET', '/v2/messages/5')).status).toBe(400);
  });
});

describe('a service with a fault', () => {
  it.each(['silent', 'reject', 'fail'])('that is %s stays pending until it is asked to attest anew', async (mode) => {
    const burn = new Burn();
    await burn.fault(mode);
    const [message] = (await burn.messages()).body.messages;
    expect([message?.status, message?.delayReason]).toEqual(['pending_confirmations', mode === 'silent' ? null : 'insufficient_fee']);
    expect((await call('POST', `/v2/reattest/${message?.eventNonce}`)).status).toBe(200);
    expect(await burn.attested()).toMatchObject({ eventNonce: message?.eventNonce });
  });

  it('attests for blocks that have passed, until it is asked to attest anew', async () => {
    const burn = new Burn();
    await burn.fault('expire');
    const { message, eventNonce } = await burn.attested();
    expect(BigInt(slice(message, 344, 376))).toBe(1n);
    await call('POST', `/v2/reattest/${eventNonce}`);
    expect(BigInt(slice((await burn.attested()).message, 344, 376))).toBe(0n);
  });
});

describe('a client that asks too often', () => {
  it('is told so, from the thirty-sixth time within a second', async () => {
    const second = (): number => Math.floor(Date.now() / 1_000);
    const begun = second();
    const answers = await Promise.all(Array.from({ length: 400 }, () => call('GET', '/v2/burn/USDC/fees/0/3')));
    const seconds = second() - begun + 1;
    expect(answers.some(({ status }) => status === 429)).toBe(true);
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(35 * seconds);
  });
});
