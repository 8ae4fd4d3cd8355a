import { describe, expect, it } from '@jest/globals';
import { drawnMessagesExist } from './drawings.ts';

const contract = (service: string, text: string) => ({ path: `libs/contracts/${service}/src/index.ts`, text });
const contracts = [
  contract('ledger', "service.command('place-hold', {})\nservice.answer('hold-placed', hold)\nservice.request('get-account', {})"), contract('intake', "service.request('create-withdrawal', {})"),
];
const findingsIn = (...lines: readonly string[]) => drawnMessagesExist.check([...contracts, { path: 'ARCHITECTURE.md', text: `\`\`\`mermaid\nsequenceDiagram\n${lines.map((line) => `  ${line}\n`).join('')}\`\`\`\n` }]);

describe('a drawing of messages', () => {
  it.each([
    'gateway->>intake: create-withdrawal', 'intake->>ledger: get-account', 'intake-)ledger: place-hold', 'intake-)ledger: place-hold, once', 'ledger-)intake: hold-placed', 'intake-->>gateway: created',
    'client->>gateway: POST /withdrawals', 'ledger->>bank: a file', 'Note over intake: waits',
  ])('may say “%s”', (line) => expect(findingsIn(line)).toEqual([]));

  it.each([
    ['a message that is gone', 'intake-)ledger: reserve'],
    ['a request drawn as a command', 'intake-)ledger: get-account'],
    ['a command drawn as a request', 'intake->>ledger: place-hold'],
    ['a command to another than its owner', 'ledger-)intake: place-hold'],
    ['an answer from another than its owner', 'intake-)ledger: hold-placed'],
  ])('may not show %s', (_what, line) => expect(findingsIn(line)).toEqual([`ARCHITECTURE.md draws “${line}”, which no contract declares.`]));
});
