import { For, type JSX } from 'solid-js';

/** A column without a name to see has one to hear. */
type Column = string | { readonly name: string; readonly is: 'number' | 'unseen' };

interface TableProps { readonly label: string; readonly columns: readonly Column[]; readonly children: JSX.Element; readonly class?: string }

const Heading = (props: { readonly column: Column }): JSX.Element => {
  if (typeof props.column === 'string') return <th scope="col">{props.column}</th>;
  const { name, is } = props.column;
  return is === 'number' ? <th scope="col" class="number">{name}</th> : <th scope="col"><span class="unseen">{name}</span></th>;
};

/** A table scrolls within its panel where it is wider than that, by keys too: the page never does. */
export const Table = (props: TableProps): JSX.Element => (
  <div class="scroll-x" tabindex="0" role="group" aria-label={props.label}>
    <table class={`table ${props.class ?? ''}`}>
      <thead><tr><For each={props.columns}>{(column) => <Heading column={column} />}</For></tr></thead>
      <tbody>{props.children}</tbody>
    </table>
  </div>
);
