import { For, Show, type JSX } from 'solid-js';
import { api } from '../api/operators.ts';
import { inBackground } from '../ui/in-background.ts';
import { Panel } from '../ui/marks.tsx';
import { doing } from '../ui/toasts.tsx';

export interface Field { readonly name: string; readonly label: string; readonly options?: readonly string[]; readonly isNumber?: boolean }

interface SimulationProps { readonly title: string; readonly what: string; readonly fields: readonly Field[]; readonly done: string; readonly aside?: JSX.Element }

/** Fields that are left empty are not sent. */
function bodyOf(form: HTMLFormElement, fields: readonly Field[]): Record<string, string | number> {
  const data = new FormData(form);
  return Object.fromEntries(fields.flatMap(({ name, isNumber }) => {
    const value = String(data.get(name) ?? '').trim();
    return value === '' ? [] : [[name, isNumber === true ? Number(value) : value]];
  }));
}

/** Something that happens to the tenant from outside. */
export function Simulation(props: SimulationProps): JSX.Element {
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    const body = bodyOf(event.currentTarget, props.fields);
    inBackground(doing(() => api.simulate(props.what, body), props.done));
  };
  return (
    <Panel title={props.title} aside={props.aside}>
      <form class="body stack" onSubmit={submit}>
        <For each={props.fields}>{(field) => (
          <label class="field"><span class="label">{field.label}</span>
            <Show when={field.options} fallback={<input class="input" name={field.name} autocomplete="off" spellcheck={false} inputmode={field.isNumber === true ? 'numeric' : 'text'} />}>
              {(options) => <select class="input" name={field.name}><For each={options()}>{(option) => <option value={option}>{option === '' ? 'its own' : option.replaceAll('_', ' ')}</option>}</For></select>}
            </Show>
          </label>
        )}</For>
        <div class="row"><button type="submit" class="button">Make it happen</button></div>
      </form>
    </Panel>
  );
}
