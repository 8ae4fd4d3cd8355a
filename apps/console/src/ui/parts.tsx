import { useSearchParams } from '@solidjs/router';
import { For, type JSX } from 'solid-js';

export interface Part { readonly id: string; readonly name: string; readonly count?: number | undefined }

/** Parts of a view, of which the address names one; the first where it names none. */
export function createPart(parts: () => readonly Part[]): readonly [part: () => string, Bar: () => JSX.Element] {
  const [query, setQuery] = useSearchParams<{ part: string }>();
  const part = (): string => parts().find(({ id }) => id === query.part)?.id ?? parts()[0]?.id ?? '';
  const Bar = (): JSX.Element => (
    <div class="parts" role="group" aria-label="Parts of this view">
      <For each={parts()}>{({ id, name, count }) => (
        <button type="button" aria-pressed={part() === id} onClick={() => setQuery({ part: id, cause: undefined })}>{name}{count === undefined || count === 0 ? '' : <span class="badge amber">{count}</span>}</button>
      )}</For>
    </div>
  );
  return [part, Bar];
}
