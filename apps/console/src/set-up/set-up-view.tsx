import { Show, type JSX } from 'solid-js';
import { session } from '../shell/session.ts';
import { createPart } from '../ui/parts.tsx';
import { Clients } from './clients.tsx';
import { FeeSchedules } from './fee-schedules.tsx';
import { Limits } from './limits.tsx';
import { Pauses } from './pauses.tsx';
import { Subscriptions } from './subscriptions.tsx';

/** What a tenant is set up with. */
export default function SetUpView(): JSX.Element {
  const [part, Parts] = createPart(() => [{ id: 'clients', name: 'Clients' }, { id: 'fees', name: 'Fees' }, { id: 'limits', name: 'Limits' }, { id: 'pauses', name: 'Pauses' }, { id: 'webhooks', name: 'Webhooks' }]);
  return (
    <main class="page">
      <div class="page-head"><h1>Set-up</h1><span class="second">{session()?.tenant.name}</span><Parts /></div>
      <Show when={part() === 'clients'}><Clients /></Show>
      <Show when={part() === 'fees'}><FeeSchedules /></Show>
      <Show when={part() === 'limits'}><Limits /></Show>
      <Show when={part() === 'pauses'}><Pauses /></Show>
      <Show when={part() === 'webhooks'}><Subscriptions /></Show>
    </main>
  );
}
