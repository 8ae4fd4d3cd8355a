import { diagramOf, edgesOf, matrixOf, statesOf } from '@sluice/saga';
import type { WithdrawalMessages } from './messages.js';
import { withdrawalSaga } from './withdrawal.saga.js';

/** Every message that some row names, in alphabetical order. */
export function messagesOfSaga(): (keyof WithdrawalMessages)[] {
  const leading = edgesOf(withdrawalSaga).map((edge) => edge.by).filter((by) => by !== 'late');
  const other = statesOf(withdrawalSaga).flatMap((state) => {
    const { ignore = [], early = [], park = [] } = withdrawalSaga.rows[state];
    return [...ignore, ...early, ...park];
  });
  return [...new Set([...leading, ...other])].sort() as (keyof WithdrawalMessages)[];
}

/** docs/generated/withdrawal-saga.md: the table drawn, and the golden matrix that is reviewed with every change to it. */
export const sagaPage = (): string => `# The life of a withdrawal, version ${withdrawalSaga.version}
Generated from apps/intake/src/saga/withdrawal.saga.ts by \`npm run generate\`.

\`\`\`mermaid
${diagramOf(withdrawalSaga)}
\`\`\`

An empty cell: the message has no place in that state, and is refused (a client's) or parked with an alarm (a participant's).

${matrixOf(withdrawalSaga, messagesOfSaga())}
`;
