import { createSignal } from 'solid-js';
import { useKey, useTenant } from '../api/client.ts';
import { api } from '../api/operators.ts';
import type { Session, Tenant } from '../api/shapes.ts';
import { setTenantNow } from '../ui/clock.ts';

const [session, setSession] = createSignal<Session | null>(null);
export { session };

const [tenants, setTenants] = createSignal<readonly Tenant[]>([]);
/** For whom the key may act. */
export { tenants };

export const mayWrite = (): boolean => session()?.scopes.includes('ops:write') ?? false;

/** Forgets the key: it is nowhere else. */
export function signOut(): void {
  useKey('', () => undefined);
  setSession(null);
}

/** @throws Problem when the key opens nothing */
export async function signIn(key: string): Promise<void> {
  useKey(key, signOut);
  const { data } = await api.tenants();
  setTenants(data);
  await open();
}

async function open(): Promise<void> {
  const opened = await api.session();
  // The platform's operators have a tenant of their own, which has nothing to show.
  const [first] = tenants();
  if (first !== undefined && !tenants().some(({ id }) => id === opened.tenant.id)) return chooseTenant(first.id);
  setTenantNow(opened.now);
  setSession(opened);
}

/** All that is shown is asked for anew, of this tenant. */
export function chooseTenant(id: string): Promise<void> {
  useTenant(id);
  return open();
}
