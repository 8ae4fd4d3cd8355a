import { For, type JSX } from 'solid-js';
import { dialects, holds, phases } from '../api/shapes.ts';
import { dialectNames } from '../ui/format.ts';
import { holdNames } from '../ui/marks.tsx';

/** What is in the address, and so what the list shows. */
export interface Filters { readonly text?: string; readonly dialect?: string; readonly phase?: string; readonly hold?: string; readonly stuck?: string; readonly from?: string; readonly to?: string }

interface ChoiceProps { readonly name: string; readonly value: string | undefined; readonly options: readonly (readonly [value: string, text: string])[]; readonly onChoose: (value: string) => void }

const Choice = (props: ChoiceProps): JSX.Element => (
  <label class="filter">
    <span class="label">{props.name}</span>
    <select class="input" value={props.value ?? ''} onChange={(event) => props.onChoose(event.currentTarget.value)}>
      <option value="">any</option>
      <For each={props.options}>{([value, text]) => <option value={value} selected={value === props.value}>{text}</option>}</For>
    </select>
  </label>
);

export function FilterBar(props: { readonly filters: Filters; readonly onChange: (change: Filters) => void }): JSX.Element {
  const set = (name: keyof Filters) => (value: string): void => props.onChange({ [name]: value });
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="filter wide">
        <span class="label">Any id, reference, hash or name</span>
        <input class="input" type="search" value={props.filters.text ?? ''} placeholder="wth_…, a reference, 0x…" onChange={(event) => set('text')(event.currentTarget.value.trim())} />
      </label>
      <Choice name="Dialect" value={props.filters.dialect} options={dialects.map((dialect) => [dialect, dialectNames[dialect] ?? dialect])} onChoose={set('dialect')} />
      <Choice name="Phase" value={props.filters.phase} options={phases.map((phase) => [phase, phase])} onChoose={set('phase')} />
      <Choice name="Held for" value={props.filters.hold} options={holds.map((hold) => [hold, hold === 'none' ? 'nothing' : holdNames[hold]])} onChoose={set('hold')} />
      <Choice name="Stuck" value={props.filters.stuck} options={[['true', 'longer than promised'], ['false', 'in time']]} onChoose={set('stuck')} />
      <label class="filter"><span class="label">Made from</span><input class="input" type="date" value={props.filters.from ?? ''} onChange={(event) => set('from')(event.currentTarget.value)} /></label>
      <label class="filter"><span class="label">until</span><input class="input" type="date" value={props.filters.to ?? ''} onChange={(event) => set('to')(event.currentTarget.value)} /></label>
    </form>
  );
}
