import { useNavigate } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { inBackground } from '../ui/in-background.ts';
import { chooseTenant, session, tenants } from './session.ts';

/** One withdrawal is of one tenant: where it was looked at, the list is looked at instead. */
export function changeTenant(id: string, navigate: (path: string) => void): void {
  if (/\/withdrawals\/./.test(location.pathname)) navigate('/withdrawals');
  inBackground(chooseTenant(id));
}

/** Whose withdrawals these are; chosen here by who may see several tenants'. */
export function TenantChoice(): JSX.Element {
  const navigate = useNavigate();
  return (
    <Show when={tenants().length > 1} fallback={<span>{session()?.tenant.name}{session()?.sandbox === true ? ', sandbox' : ''}</span>}>
      <select class="tenant" aria-label="Tenant" value={session()?.tenant.id} onChange={(event) => changeTenant(event.currentTarget.value, navigate)}>
        <For each={tenants()}>{({ id, name }) => <option value={id} selected={id === session()?.tenant.id}>{name}</option>}</For>
      </select>
    </Show>
  );
}
