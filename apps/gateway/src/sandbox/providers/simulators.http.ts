import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../../gateway.config.js';
import { OutsideFailed } from '../../http/problem.js';
import type { Fault, Price, Sandbox } from '../sandbox.js';

/** The simulated outside world cannot be reached, or failed. */
export class SimulatorsFailed extends OutsideFailed {
  override readonly name = 'SimulatorsFailed';
}

const TIMEOUT_MS = 5_000;

/** The simulated outside world of the sandbox, by its control routes. Every method throws `SimulatorsFailed`. */
@Injectable()
export class Simulators {
  constructor(private readonly config: GatewayConfig) {}

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

  private async done(method: string, tenantId: string, path: string, body?: object): Promise<void> {
    const status = await this.call(method, tenantId, path, body);
    if (status >= 300) throw new SimulatorsFailed(`The simulators answered ${status} to ${method} ${path}.`);
  }

  private async call(method: string, tenantId: string, path: string, body?: object): Promise<number> {
    if (this.config.simulatorsUrl === undefined) throw new SimulatorsFailed('SIMULATORS_URL is not set.');
    const url = new URL(`/control/tenants/${encodeURIComponent(tenantId)}${path}`, this.config.simulatorsUrl);
    const sent = body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    try {
      const response = await fetch(url, { method, ...sent, signal: AbortSignal.timeout(TIMEOUT_MS) });
      await response.arrayBuffer();
      return response.status;
    } catch (error) {
      throw new SimulatorsFailed('The simulators cannot be reached.', { cause: error });
    }
  }
}
