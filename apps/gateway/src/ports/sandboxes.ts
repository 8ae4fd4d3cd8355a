import type { Sandbox } from '../sandbox/sandbox.js';

/** Every tenant's sandbox settings; the gateway is where they are set. */
export abstract class Sandboxes {
  /** As last set, or the defaults. */
  abstract read(tenantId: string): Promise<Sandbox>;
  /** Applies the change to what is stored, counts the revision up, and returns what is stored now. */
  abstract change(tenantId: string, decide: (current: Sandbox) => Sandbox): Promise<Sandbox>;
  /** How far the tenant that is furthest ahead has gone, in milliseconds. */
  abstract furthestOffsetMs(): Promise<number>;
}
