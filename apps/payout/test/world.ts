import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestService, type Message, type TestService } from '@sluice/builders';
import { applyTenantSettings, type MessageContract } from '@sluice/contract-kit';
import { addCounterparty, cancelDelivery, deliver } from '@sluice/contract-payout';
import { EvmConfig } from '@sluice/evm';
import { KeyRing, idFrom, newId, type Rail } from '@sluice/kernel';
import { startSimulators, type Simulators } from '@sluice/simulators';
import { signatureOf, takeRawBodies } from '../src/bank-payments/bank-callbacks.controller.js';
import { sandboxOriginator } from '../src/bank-payments/rails/originator.js';
import { PayoutConfig } from '../src/payout.config.js';
import { PayoutModule } from '../src/payout.module.js';

export const callbackSecret = 'a secret of the bank and its client';
const numbers = { routingNumber: '021000021', accountNumber: '12345678', sortCode: '20-00-00', iban: 'DE89370400440532013000' };
const currencies = { ACH: 'USD', WIRE: 'USD', FPS: 'GBP', SEPA: 'EUR' } as const;

/** A payment that the bank has accepted, as its journal shows it. */
export interface JournalEntry {
  readonly key: string;
  readonly endToEndId: string;
  readonly status: string;
  readonly valueDate: string;
  readonly amount: { readonly currency: string; readonly units: string };
  readonly creditor: Readonly<Record<string, string>>;
}

interface StartOptions {
  readonly namespace?: string;
  readonly overrides?: (config: PayoutConfig) => (readonly [unknown, unknown])[];
  /** Where the bank calls back instead of the service itself. */
  readonly publicUrl?: string;
  readonly mongodbUri?: string;
  readonly callbackKeys?: KeyRing;
  readonly dataKeys?: KeyRing;
}

/** The real service against the real simulator over HTTP, with short timeouts. */
export class World {
  private constructor(readonly bank: Simulators, private readonly journalFolder: string) {}

  static async start(): Promise<World> {
    const journalFolder = mkdtempSync(join(tmpdir(), 'payout-'));
    return new World(await startSimulators({ port: 0, journalFolder, callbackSecret }), journalFolder);
  }

  async payout({ namespace, overrides = () => [], publicUrl, mongodbUri, callbackKeys, dataKeys }: StartOptions = {}): Promise<TestService> {
    const config = {
      bankUrl: this.bank.url, publicUrl: publicUrl ?? '', callbackKeys: callbackKeys ?? new KeyRing(callbackSecret), bankTimeoutMs: 400, receiptKey: 'a key for receipts', originator: sandboxOriginator, reportDays: 800,
    };
    const service = await startTestService({
      module: PayoutModule, service: 'payout', namespace, mongodbUri, dataKeys, configure: takeRawBodies, overrides: [[PayoutConfig, config], [EvmConfig, { chains: {} }], ...overrides(config)],
    });
    config.publicUrl ||= service.url;
    return service;
  }

  async stop(): Promise<void> {
    await this.bank.stop();
    rmSync(this.journalFolder, { recursive: true });
  }

  async control(method: string, tenantId: string, path: string, body?: object): Promise<number> {
    const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${this.bank.url}/control/tenants/${tenantId}${path}`, { method, ...sent });
    await response.arrayBuffer();
    return response.status;
  }

  async journal(tenantId: string): Promise<JournalEntry[]> {
    const response = await fetch(`${this.bank.url}/bank/journal?tenantId=${tenantId}`);
    return ((await response.json()) as { payments: JournalEntry[] }).payments;
  }
}

/** One payment of a tenant of its own, so that its faults are nobody else's. */
export class Payment {
  readonly tenantId = `t-${newId()}`;
  readonly withdrawalId = newId();
  readonly counterpartyId = `cpty_${newId()}`;
  readonly legId = `${this.withdrawalId}:1`;

  constructor(readonly world: World, private service: TestService, readonly rail: Rail = 'ACH') {}

  /** The same payment, seen from another instance of the service from now on. */
  on(service: TestService): this {
    this.service = service;
    return this;
  }

  /** Under which the bank knows an attempt. */
  key(attempt = 1): string {
    return idFrom(this.withdrawalId, this.legId, String(attempt));
  }

  legs(attempt = 1, units = '250000') {
    return [{ legId: this.legId, attempt, amount: { currency: currencies[this.rail], units } }];
  }

  async addCounterparty(): Promise<this> {
    const ask = {
      id: this.counterpartyId, customerId: 'cus_1', type: 'INDIVIDUAL' as const, status: 'APPROVED' as const, name: 'Ada Lovelace',
      relationship: 'SELF' as const, supportedRails: [this.rail], numbers,
    };
    await this.service.requests.request(addCounterparty, ask, { tenantId: this.tenantId });
    return this;
  }

  async fault(mode: string, more: object = {}): Promise<this> {
    await this.world.control('POST', this.tenantId, '/faults', { id: newId(), port: 'bank', mode, ...more });
    return this;
  }

  /** Lets the bank's part take its real length: nothing settles by itself. */
  async slowBank(): Promise<this> {
    await this.world.control('PUT', this.tenantId, '', { pace: 'clock', clockOffsetMs: 0 });
    return this;
  }

  /** Sets the tenant's clock, for the service and for the bank, at pace clock. */
  async setClock(revision: number, clockOffsetMs: number): Promise<void> {
    const settings = { revision, clockOffsetMs, pace: 'clock' as const };
    await this.service.requests.request(applyTenantSettings('payout'), settings, { tenantId: this.tenantId });
    await this.world.control('PUT', this.tenantId, '', settings);
  }

  giveBack(code: string): Promise<number> {
    return this.world.control('POST', this.tenantId, '/bank-returns', { reference: this.withdrawalId, code });
  }

  deliver(attempt = 1, units = '250000'): Promise<string> {
    const destination = { counterpartyId: this.counterpartyId, rail: this.rail, reference: 'Monthly transfer' };
    return this.service.publish(deliver, { legs: this.legs(attempt, units), destination }, this.context);
  }

  cancel(): Promise<string> {
    return this.service.publish(cancelDelivery, { legs: this.legs() }, this.context);
  }

  /** The next message of this type about this payment. */
  async next<C extends MessageContract>(contract: C): Promise<Message<C>> {
    const message = await this.service.next(contract);
    return message.withdrawalId === this.withdrawalId ? message : this.next(contract);
  }

  /** All messages of this type about it that were not given out. */
  seen<C extends MessageContract>(contract: C): Message<C>[] {
    return this.service.seen(contract).filter(({ withdrawalId }) => withdrawalId === this.withdrawalId);
  }

  /** Inquires at the bank until it has the payment in this status: there is no message for that. */
  async untilAtBank(status: string): Promise<void> {
    while (!(await this.accepted()).includes(status));
  }

  /** The statuses of what the bank has accepted for it. */
  async accepted(): Promise<string[]> {
    return (await this.world.journal(this.tenantId)).map(({ status }) => status);
  }

  private get context() {
    return { tenantId: this.tenantId, withdrawalId: this.withdrawalId, replyTo: 'tester' };
  }
}

/** Posts a file to the service as the bank would, and returns the status of the answer. */
export async function sendFile(serviceUrl: string, tenantId: string, file: string | Uint8Array<ArrayBuffer>): Promise<number> {
  const time = Math.floor(Date.now() / 1000);
  const bytes = Buffer.from(file);
  const headers = { 'content-type': 'text/plain', 'x-bank-signature': `t=${time},v1=${signatureOf(callbackSecret, time, bytes)}` };
  return (await fetch(`${serviceUrl}/callbacks/bank/${tenantId}`, { method: 'POST', headers, body: file })).status;
}
