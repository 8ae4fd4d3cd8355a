import { createEffect, createSignal, For, Show, type JSX } from 'solid-js';
import { api } from '../api/operators.ts';
import type { ActionPreview } from '../api/shapes.ts';
import { ReasonDialog } from '../ui/dialog.tsx';
import { spaced } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { say } from '../ui/toasts.tsx';

export const actionNames: Readonly<Record<ActionPreview['action'], string>> = { 'retry-step': 'Ask again', fail: 'Fail', cancel: 'Cancel' };

export const actionMeanings: Readonly<Record<ActionPreview['action'], string>> = {
  'retry-step': 'Sends what is waited for once more.', fail: 'Takes back what was begun and ends as failed.', cancel: 'Stops what can still be stopped and ends as cancelled.',
};

/** What will happen to each. */
export const PreviewList = (props: { readonly previews: readonly ActionPreview[] }): JSX.Element => (
  <ul class="previews">
    <For each={props.previews}>{(preview) => (
      <li class="row apart" classList={{ quiet: !preview.possible }}>
        <span class="mono">{preview.dialectId}</span>
        <span><Show when={preview.possible} fallback={`not possible in ${spaced(preview.step)}`}>{preview.nextStep === preview.step ? `${spaced(preview.step)}, again` : `${spaced(preview.step)} → ${spaced(preview.nextStep ?? '')}`}</Show></span>
      </li>
    )}</For>
  </ul>
);

/** Does an action to all that were chosen, one after the other, after showing what it would do to each. */
export function BulkBar(props: { readonly chosen: readonly string[]; readonly onClear: () => void; readonly onDone: () => void }): JSX.Element {
  const [action, setAction] = createSignal<ActionPreview['action']>();
  const [previews, setPreviews] = createSignal<readonly ActionPreview[]>();
  createEffect(() => {
    const wanted = action();
    setPreviews(undefined);
    if (wanted !== undefined) inBackground(api.preview(wanted, props.chosen).then(({ data }) => setPreviews(data)));
  });
  const possible = (): readonly ActionPreview[] => previews()?.filter((preview) => preview.possible) ?? [];
  const carryOut = async (reason: string): Promise<void> => {
    const wanted = action();
    if (wanted === undefined) return;
    const outcomes = await Promise.allSettled(possible().map(({ id }) => api.act(id, wanted, reason)));
    const refused = outcomes.filter(({ status }) => status === 'rejected').length;
    say(refused === 0 ? `Done to ${outcomes.length}.` : `Done to ${outcomes.length - refused}; ${refused} were refused.`, refused > 0);
    props.onClear();
    props.onDone();
  };
  return (
    <Show when={props.chosen.length > 0}>
      <div class="bulk" role="region" aria-label="Chosen withdrawals">
        <strong>{props.chosen.length} chosen</strong>
        <For each={Object.keys(actionNames) as ActionPreview['action'][]}>{(name) => <button type="button" class={`button ${name === 'retry-step' ? '' : 'danger'}`} onClick={() => setAction(name)}>{actionNames[name]} …</button>}</For>
        <button type="button" class="button bare push" onClick={props.onClear}>Choose none</button>
      </div>
      <Show when={action()}>{(wanted) => (
        <ReasonDialog open onClose={() => setAction(undefined)} title={`${actionNames[wanted()]} ${possible().length} of ${props.chosen.length}`} action={`${actionNames[wanted()]} ${possible().length}`} danger={wanted() !== 'retry-step'} disabled={possible().length === 0} onDo={carryOut}>
          <p class="second">{actionMeanings[wanted()]}</p>
          <Show when={previews()} fallback={<p class="hint" role="status">Finding out what would happen …</p>}>{(known) => <PreviewList previews={known()} />}</Show>
        </ReasonDialog>
      )}</Show>
    </Show>
  );
}
