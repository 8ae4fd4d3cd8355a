import type { Outgoing } from '@sluice/contract-kit';
import type { Phase } from '@sluice/kernel';
import { asOf, diagramOf, matrixOf, type AnyRow, type Columns, type Saga } from '@sluice/saga';
import { accountWithdrawalSaga } from '../account-withdrawals/account-withdrawal.saga.js';
import { payoutLegSaga } from '../payout-legs/payout-leg.saga.js';
import { portfolioWithdrawalSaga } from '../portfolio-withdrawals/portfolio-withdrawal.saga.js';
import { walletWithdrawalSaga } from '../wallet-withdrawals/wallet-withdrawal.saga.js';
import type { WithdrawalColumns, WithdrawalMessages } from './vocabulary.js';
import type { WithdrawalDetails } from './withdrawal-details.js';

/** A table whose states are not told apart: all that is needed to take a withdrawal along it. */
type Table = Saga<string, WithdrawalDetails, WithdrawalMessages, WithdrawalColumns, Outgoing>;
type Row = AnyRow<string, WithdrawalDetails, WithdrawalMessages, WithdrawalColumns, Outgoing>;

/** One life for each kind of source that money is withdrawn from. */
const tables = { account: accountWithdrawalSaga, wallet: walletWithdrawalSaga, portfolio: portfolioWithdrawalSaga } satisfies Record<string, Table>;

export type Kind = keyof typeof tables;
export const kinds = Object.keys(tables) as [Kind, ...Kind[]];

const earlier = new Map<string, Table>();

/** The table of a kind; for a withdrawal as it applies to those that began under its version. */
export function tableOf(kind: Kind, version: number = tables[kind].version): Table {
  const table: Table = tables[kind];
  if (version >= table.version) return table;
  const known = earlier.get(`${kind} ${version}`) ?? asOf(table, version);
  earlier.set(`${kind} ${version}`, known);
  return known;
}

interface Position {
  readonly kind: Kind;
  readonly state: string;
}

/** The row of a stored state, if the table has it: what is stored may be of another version, or wrong. */
export const findRow = ({ kind, state }: Position): Row | undefined => tableOf(kind).rows[state];

/** The row that a withdrawal is in. @throws Error for a state that its table does not have */
export function rowOf({ kind, state }: Position): Row {
  const row = findRow({ kind, state });
  if (!row) throw new Error(`The table of ${kind} has no state ${state}.`);
  return row;
}

/** Also while a return is being booked: the time of the end stays. */
export const isTerminal = ({ kind, phase }: { readonly kind: Kind; readonly phase: Phase }): boolean => tableOf(kind).terminalPhases.includes(phase);

/** All tables without their functions: what a release records of them (`npm run golden`), for later ones to be walked on from. */
export const tablesText = (): string => `${JSON.stringify({ ...tables, leg: payoutLegSaga }, null, 1)}\n`;

const chapter = <State extends string, Data, Messages, C extends Columns, Sent>(title: string, saga: Saga<State, Data, Messages, C, Sent>): string => `## ${title}, version ${saga.version}

\`\`\`mermaid
${diagramOf(saga)}
\`\`\`

${matrixOf(saga)}
`;

/** docs/generated/withdrawal-saga.md: the tables drawn, and the golden matrices that are reviewed with every change to them. */
export const sagaPage = (): string => `# The life of a withdrawal
Generated from the tables \`apps/intake/src/*/*.saga.ts\` by \`npm run generate\`. An empty cell: the state does not handle the message, and it is
refused (a client's) or parked with an alarm (a participant's).

${chapter('From an account', accountWithdrawalSaga)}
${chapter('From an investment portfolio', portfolioWithdrawalSaga)}
${chapter('From a portfolio wallet', walletWithdrawalSaga)}
${chapter('One payout leg of a wallet’s withdrawal', payoutLegSaga)}`;
