import { Injectable } from '@nestjs/common';
import { OutcomeUnknown, Provider } from '@sluice/providers';
import { GatewayConfig } from '../../gateway.config.js';
import { OutsideFailed } from '../../http/problem.js';
import type { Fault, Price, Sandbox } from '../sandbox.js';

/** The simulated outside world cannot be reached, or failed. */
export class SimulatorsFailed extends OutsideFailed {
  override readonly name = 'SimulatorsFailed';
}

const TIMEOUT_MS = 5_000;

type Method = 'POST' | 'PUT' | 'DELETE';

/** The simulated outside world of the sandbox, by its control routes. Every method throws `SimulatorsFailed`. */
@Injectable()
export class Simulators {
  private readonly simulators: Provider;

  constructor(private readonly config: GatewayConfig) {
    this.simulators = new Provider({ name: 'simulators', url: config.simulatorsUrl, timeoutMs: TIMEOUT_MS });
  }

  /** Does nothing where nothing is simulated. */
  async setTenant(tenantId: string, settings: Pick<Sandbox, 'revision' | 'clockOffsetMs' | 'pace'>): Promise<void> {
    if (this.config.simulatorsUrl !== undefined) await this.done('PUT', tenantId, '', settings);
  }

  async addFault(tenantId: string, fault: Fault): Promise<void> {
    await this.done('POST', tenantId, '/faults', fault);
  }

  async clearFaults(tenantId: string): Promise<void> {
    await this.done('DELETE', tenantId, '/faults');
  }

  /** What the custodian sells a portfolio's units of an instrument at from now on. */
  async setPrice(tenantId: string, price: Price): Promise<void> {
    await this.done('PUT', tenantId, '/prices', price);
  }

  /** Lets the bank send a delivered payment back; false when it knows of no such payment that could come back. */
  async returnPayment(tenantId: string, payment: { reference: string; code: string }): Promise<boolean> {
    const status = await this.call('POST', tenantId, '/bank-returns', payment);
    if (status === 404 || status === 409) return false;
    if (status >= 300) throw new SimulatorsFailed(`The bank simulator answered ${status} to a return.`);
    return true;
  }

  private async done(method: Method, tenantId: string, path: string, body?: object): Promise<void> {
    const status = await this.call(method, tenantId, path, body);
    if (status >= 300) throw new SimulatorsFailed(`The simulators answered ${status} to ${method} ${path}.`);
  }

  private async call(method: Method, tenantId: string, path: string, body?: object): Promise<number> {
    if (this.config.simulatorsUrl === undefined) throw new SimulatorsFailed('SIMULATORS_URL is not set.');
    const control = `/control/tenants/${encodeURIComponent(tenantId)}${path}`;
    try {
      return await this.simulators.call<number | undefined>({ method, path: control, body, otherwise: (status) => status }) ?? 200;
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      throw new SimulatorsFailed('The simulators cannot be reached.', { cause: error });
    }
  }
}
