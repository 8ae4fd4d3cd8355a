import { createECDH } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxChains, startTestService, type SandboxChains, type TestService } from '@sluice/builders';
import { chainsFileSchema, EvmConfig, LocalWalletSigner } from '@sluice/evm';
import { newId } from '@sluice/kernel';
import { startSimulators, type Simulators } from '@sluice/simulators';
import { takeRawBodies } from '../src/bank-payments/bank-callbacks.controller.js';
import { ChainFaults, SimulatedChainFaults } from '../src/providers/chain-faults.http.js';
import type { ApiKey, TurnkeyConfig } from '../src/providers/turnkey.config.js';
import { TurnkeySigner } from '../src/providers/turnkey.http.js';
import { PayoutConfig } from '../src/payout.config.js';
import { PayoutModule } from '../src/payout.module.js';
import { Signer } from '../src/providers/signer.js';
import { TestChain, type ChainName } from './test-chain.ts';

const callbackSecret = 'a secret of the bank and its client';

export function newApiKey(): ApiKey {
  const key = createECDH('prime256v1');
  key.generateKeys();
  return { publicKey: key.getPublicKey('hex', 'compressed'), privateKey: key.getPrivateKey('hex').padStart(64, '0') };
}

interface PayoutOptions {
  readonly namespace?: string;
  readonly overrides?: readonly (readonly [unknown, unknown])[];
  readonly confirmations?: number;
  /** How often what is over is looked at again. */
  readonly recheckMs?: number;
  /** Keys of its own instead of the signer's. */
  readonly isLocal?: boolean;
}

/** The real service, real chains, and the signer's simulator over HTTP. */
export class ChainWorld {
  readonly wallets: LocalWalletSigner;
  private readonly chainsByName = new Map<ChainName, TestChain>();

  private constructor(readonly sandbox: SandboxChains, readonly simulators: Simulators, readonly turnkey: TurnkeyConfig, private readonly journalFolder: string) {
    this.wallets = new LocalWalletSigner(sandbox.mnemonic);
  }

  static async start(): Promise<ChainWorld> {
    const journalFolder = mkdtempSync(join(tmpdir(), 'payout-chain-'));
    const sandbox = await startSandboxChains();
    const [policyKey, proposerKey] = [newApiKey(), newApiKey()];
    const simulators = await startSimulators({
      port: 0, journalFolder, callbackSecret, mnemonic: sandbox.mnemonic, signer: { policyKey: policyKey.publicKey, proposerKey: proposerKey.publicKey },
    });
    const turnkey: TurnkeyConfig = {
      url: simulators.url, votesUrl: simulators.url, policyKey, proposerKey, timeoutMs: 600, locationOf: (tenantId) => ({ organizationId: tenantId, walletId: tenantId }),
    };
    return new ChainWorld(sandbox, simulators, turnkey, journalFolder);
  }

  payout({ namespace, overrides = [], confirmations = 1, recheckMs = 5_000, isLocal = false }: PayoutOptions = {}): Promise<TestService> {
    const config = { bankUrl: 'http://127.0.0.1:1', publicUrl: 'http://127.0.0.1:1', callbackSecret, bankTimeoutMs: 400, receiptKey: callbackSecret };
    const chains = chainsFileSchema.parse(Object.fromEntries(Object.entries(this.sandbox.chains).map(([name, chain]) => [name, { ...chain, confirmations, recheckMs }])));
    const signer = isLocal ? [] : [[Signer, new TurnkeySigner(this.turnkey)] as const];
    return startTestService({
      module: PayoutModule, service: 'payout', namespace, configure: takeRawBodies,
      overrides: [
        [PayoutConfig, config], [EvmConfig, { chains, mnemonic: this.sandbox.mnemonic }], [ChainFaults, new SimulatedChainFaults(this.simulators.url)], ...signer, ...overrides,
      ],
    });
  }

  chain(name: ChainName): TestChain {
    const known = this.chainsByName.get(name) ?? new TestChain(this.sandbox, name);
    this.chainsByName.set(name, known);
    return known;
  }

  async stop(): Promise<void> {
    await this.simulators.stop();
    await this.sandbox.stop();
    rmSync(this.journalFolder, { recursive: true });
  }

  async control(method: string, tenantId: string, path: string, body?: object): Promise<number> {
    const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${this.simulators.url}/control/tenants/${tenantId}${path}`, { method, ...sent });
    await response.arrayBuffer();
    return response.status;
  }

  fault(tenantId: string, port: string, mode: string, more: object = { count: 1 }): Promise<number> {
    return this.control('POST', tenantId, '/faults', { id: newId(), port, mode, ...more });
  }
}
