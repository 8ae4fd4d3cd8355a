import { A } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import { Table } from '../ui/table.tsx';
import { spaced } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { Known } from '../ui/known.tsx';
import { Age, DialectMark, Panel, PhaseBadge } from '../ui/marks.tsx';
import { BulkBar } from '../withdrawals/bulk-actions.tsx';

/** Steps that take longer than their table promises. */
export function StuckSteps(): JSX.Element {
  const stuck = createLive(() => api.stuck({ limit: 200 }), { everyMs: 10_000 });
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const turn = (id: string): void => void setChosen((ids) => new Set(ids.has(id) ? [...ids].filter((other) => other !== id) : [...ids, id]));
  return (
    <>
      <Panel title="Longer in a step than promised">
        <Known of={stuck}>{(known) => <Show when={known().data.length > 0} fallback={<p class="nothing">Nothing takes longer than it may.</p>}>
          <Table label="Stuck steps" columns={[{ name: 'Chosen', is: 'unseen' }, 'Withdrawal', 'Dialect', 'Phase', 'Step', 'Promise', 'Overdue for']}>
            <For each={known().data}>{(step) => (
                <tr>
                  <td><input type="checkbox" aria-label={`Choose ${step.dialectId}`} checked={chosen().has(step.id)} onChange={() => turn(step.id)} /></td>
                  <td><A class="mono" href={`/withdrawals/${step.id}`}>{step.dialectId}</A></td><td><DialectMark dialect={step.dialect} /></td><td><PhaseBadge phase={step.phase} hold={step.hold} /></td>
                  <td>{spaced(step.step)}</td><td>{step.promise ?? ''}</td><td class="text-red"><Age since={step.overdueSince} /></td>
                </tr>
            )}</For>
          </Table>
        </Show>}</Known>
      </Panel>
      <BulkBar chosen={[...chosen()]} onClear={() => setChosen(new Set<string>())} onDone={() => inBackground(stuck.refresh())} />
    </>
  );
}
