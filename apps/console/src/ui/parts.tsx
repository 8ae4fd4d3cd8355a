import { useSearchParams } from '@solidjs/router';
import { For, type JSX } from 'solid-js';
import { shortCount } from './format.ts';

export interface Part { readonly id: string; readonly name: string; readonly count?: number | undefined }

/** Parts of a view, of which the address names one; the first where it names none. What else is in the address is the part's own. */
export function createPart(parts: () => readonly Part[]): readonly [part: () => string, Bar: () => JSX.Element] {
  const [query, setQuery] = useSearchParams<{ part: string }>();
  const part = (): string => parts().find(({ id }) => id === query.part)?.id ?? parts()[0]?.id ?? '';
  const Bar = (): JSX.Element => (
    <div class="parts" role="group" aria-label="Parts of this view">
      <For each={parts()}>{({ id, name, count }) => (
        <button type="button" aria-pressed={part() === id} onClick={() => setQuery({ ...Object.fromEntries(Object.keys(query).map((name) => [name, undefined])), part: id })}>{name}{count === undefined || count === 0 ? '' : <span class="badge amber">{shortCount(count)}</span>}</button>
      )}</For>
    </div>
  );
  return [part, Bar];
}
