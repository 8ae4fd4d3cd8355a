import { Show, type Accessor, type JSX } from 'solid-js';
import type { Live } from '../api/live.ts';
import { Wrong } from './marks.tsx';

interface KnownProps<T extends object> { readonly of: Live<T>; readonly children: (value: Accessor<T>) => JSX.Element }

/** What was asked for, once it is known, and what went wrong. Until then nothing is claimed of it. */
export const Known = <T extends object>(props: KnownProps<T>): JSX.Element => (
  <>
    <Wrong problem={props.of.problem()} />
    <Show when={props.of.value()} fallback={<Show when={props.of.problem() === undefined}><p class="nothing" aria-busy="true">Asking …</p></Show>}>{(value) => props.children(value)}</Show>
  </>
);
