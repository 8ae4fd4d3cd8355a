import { Show, type JSX } from 'solid-js';
import { useCounts } from '../shell/frame.tsx';
import { Wrong } from '../ui/marks.tsx';
import { createPart } from '../ui/parts.tsx';
import { BankReports, Reconciliations } from './bank-reports.tsx';
import { Invariants, Providers } from './checks.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { Endpoints } from './endpoints.tsx';
import { StuckSteps } from './stuck-steps.tsx';

/** What went wrong and is to be put right by a person. */
export default function RepairView(): JSX.Element {
  const counts = useCounts();
  const [part, Parts] = createPart(() => [
    { id: 'dead-letters', name: 'Dead letters', count: counts.value()?.deadLetters }, { id: 'stuck', name: 'Stuck', count: counts.value()?.stuck },
    { id: 'webhooks', name: 'Webhooks', count: counts.value()?.disabled }, { id: 'bank', name: 'Bank reports' }, { id: 'reconciliation', name: 'Reconciliation' },
    { id: 'invariants', name: 'Invariants' }, { id: 'providers', name: 'Providers' },
  ]);
  return (
    <main class="page">
      <div class="page-head"><h1>Repair</h1><Parts /></div>
      <Wrong problem={counts.problem()} />
      <Show when={part() === 'dead-letters'}><DeadLetters /></Show>
      <Show when={part() === 'stuck'}><StuckSteps /></Show>
      <Show when={part() === 'webhooks'}><Endpoints /></Show>
      <Show when={part() === 'bank'}><BankReports /></Show>
      <Show when={part() === 'reconciliation'}><Reconciliations /></Show>
      <Show when={part() === 'invariants'}><Invariants /></Show>
      <Show when={part() === 'providers'}><Providers /></Show>
    </main>
  );
}
