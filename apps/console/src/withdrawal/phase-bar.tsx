import { createMemo, For, type JSX } from 'solid-js';
import type { Withdrawal } from '../api/shapes.ts';
import { tenantNow } from '../ui/clock.ts';
import { durationText } from '../ui/format.ts';
import { holdNames } from '../ui/marks.tsx';
import { stretchesOf, widthOf } from './stretches.ts';

export function PhaseBar(props: { readonly withdrawal: Withdrawal }): JSX.Element {
  const stretches = createMemo(() => stretchesOf(props.withdrawal, tenantNow()));
  return (
    <ol class="phase-bar" aria-label="Phases, with how long each took">
      <For each={stretches()}>{(stretch) => (
        <li class={`stretch ${stretch.hold === 'none' ? stretch.phase : 'held'}`} classList={{ open: stretch.isOpen }} style={{ 'flex-grow': widthOf(stretch) }}>
          <span class="one-line">{stretch.phase}{stretch.hold === 'none' ? '' : ` · ${holdNames[stretch.hold]}`}</span>
          <span class="one-line length">{stretch.ms === 0 && !stretch.isOpen ? '' : durationText(stretch.ms)}</span>
        </li>
      )}</For>
    </ol>
  );
}
