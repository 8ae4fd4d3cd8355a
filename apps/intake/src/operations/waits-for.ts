import type { WaitsFor } from '@sluice/contract-intake';
import { hasEnded } from '@sluice/saga';
import type { rowOf } from '../engine/tables.js';

type Row = ReturnType<typeof rowOf>;

/** Who answers the command that a state sends. */
const answerers: Readonly<Record<string, WaitsFor>> = { compliance: 'compliance', ledger: 'ledger', liquidity: 'liquidity', bridging: 'bridging', payout: 'payment' };

/** Of a state that sends nothing: who or what moves it on is seen by the messages that it takes. */
function awaitedBy(messages: readonly string[], timeout: unknown): WaitsFor {
  const takes = (name: string): boolean => messages.some((message) => message.endsWith(name));
  if (takes('.cleared')) return takes('.referred') ? 'compliance' : 'decision';
  if (takes('.documents-accepted')) return 'documents';
  if (takes('client.accept')) return 'acceptance';
  if (takes('legs.delivered')) return 'payment';
  return typeof timeout === 'string' ? (answerers[messages[0]?.split('.')[0] ?? ''] ?? 'compliance') : 'window';
}

/** What a state of any table waits for, as its row has it; undefined at an end. */
export function waitsForOf(row: Row): WaitsFor | undefined {
  if (hasEnded(row)) return undefined;
  if (row.compensates === true) return 'undoing';
  const answerer = answerers[row.send?.name.split('.')[0] ?? ''];
  return answerer ?? awaitedBy(Object.keys(row.on), row.timeout);
}
