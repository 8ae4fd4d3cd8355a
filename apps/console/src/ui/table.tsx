import { For, type JSX } from 'solid-js';

/** A column without a name to see has one to hear. */
type Column = string | { readonly name: string; readonly is: 'number' | 'unseen' };

interface TableProps { readonly label: string; readonly columns: readonly Column[]; readonly children: JSX.Element; readonly class?: string }

const Heading = (props: { readonly column: Column }): JSX.Element => {
  if (typeof props.column === 'string') return <th scope="col">{props.column}</th>;
  const { name, is } = props.column;
  return is === 'number' ? <th scope="col" class="number">{name}</th> : <th scope="col"><span class="unseen">{name}</span></th>;
};

const nameOf = (column: Column): string => (typeof column === 'string' ? column : column.is === 'unseen' ? '' : column.name);

/** What each column is called, for the style: where there is no room for columns, a row is a card and its cells are named one below the other. */
const names = (columns: readonly Column[]): JSX.CSSProperties => Object.fromEntries(columns.map((column, index) => [`--column-${index + 1}`, JSON.stringify(nameOf(column))]));

/** A table scrolls within its panel where it is wider than that, by keys too: the page never does. */
export const Table = (props: TableProps): JSX.Element => (
  <div class="scroll-x" tabindex="0" role="group" aria-label={props.label}>
    <table class={`table ${props.class ?? ''}`} style={names(props.columns)}>
      <thead><tr><For each={props.columns}>{(column) => <Heading column={column} />}</For></tr></thead>
      <tbody>{props.children}</tbody>
    </table>
  </div>
);
