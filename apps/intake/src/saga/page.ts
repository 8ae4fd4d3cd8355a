import { diagramOf, matrixOf, type Saga } from '@sluice/saga';
import { payoutLegSaga } from './payout-leg.saga.js';
import { portfolioWithdrawalSaga } from './portfolio-withdrawal.saga.js';
import { walletWithdrawalSaga } from './wallet-withdrawal.saga.js';
import { withdrawalSaga } from './withdrawal.saga.js';

const chapter = <State extends string, Data, Messages, Label, Sent>(title: string, saga: Saga<State, Data, Messages, Label, Sent>): string => `## ${title}, version ${saga.version}

\`\`\`mermaid
${diagramOf(saga)}
\`\`\`

${matrixOf(saga)}
`;

/** docs/generated/withdrawal-saga.md: the tables drawn, and the golden matrices that are reviewed with every change to them. */
export const sagaPage = (): string => `# The life of a withdrawal
Generated from the tables in apps/intake/src/saga by \`npm run generate\`. An empty cell: the message has no place in that state, and is
refused (a client's) or parked with an alarm (a participant's).

${chapter('From an account', withdrawalSaga)}
${chapter('From an investment portfolio', portfolioWithdrawalSaga)}
${chapter('From a portfolio wallet', walletWithdrawalSaga)}
${chapter('One payout leg of a wallet’s withdrawal', payoutLegSaga)}`;
