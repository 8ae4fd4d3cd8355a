import { createSignal } from 'solid-js';
import { useKey } from '../api/client.ts';
import { api } from '../api/operators.ts';
import type { Session } from '../api/shapes.ts';
import { setTenantNow } from '../ui/clock.ts';

const [session, setSession] = createSignal<Session | null>(null);
export { session };

export const mayWrite = (): boolean => session()?.scopes.includes('ops:write') ?? false;

/** Forgets the key: it is nowhere else. */
export function signOut(): void {
  useKey('', () => undefined);
  setSession(null);
}

/** @throws Problem when the key opens nothing */
export async function signIn(key: string): Promise<void> {
  useKey(key, signOut);
  const opened = await api.session();
  setTenantNow(opened.now);
  setSession(opened);
}
