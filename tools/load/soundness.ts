import { z } from 'zod';
import { expectSuccess, until, type OperatorClient } from '../client/index.ts';

const verdictSchema = z.object({ checkedAt: z.iso.datetime(), invariants: z.array(z.object({ number: z.int(), violations: z.array(z.string()) })) });
const reconciliationSchema = z.object({ breaks: z.array(z.object({ kind: z.string(), provider: z.string(), reference: z.string() })) });

/**
 * A row counts only when the money is right after it: the books balance, the invariants hold by a verdict made afterwards,
 * and the outside world's journals hold each instruction once. Throws with what is wrong.
 */
export async function expectSound(operator: OperatorClient): Promise<void> {
  if (!(await operator.isBalanced())) throw new Error('The books do not balance.');
  const wrong = await until('the invariants hold', () => violations(operator), (found) => found.length === 0, { withinMs: 120_000, everyMs: 1_000 });
  if (wrong.length > 0) throw new Error(`Invariants are broken: ${wrong.join('; ')}`);
  const { breaks } = expectSuccess('A reconciliation', await operator.ask('/reconciliations', { method: 'POST', body: {} }), reconciliationSchema);
  const first = breaks[0];
  if (first !== undefined) throw new Error(`${breaks.length} breaks with the outside world; the first: ${first.kind} ${first.provider} ${first.reference}.`);
}

async function violations(operator: OperatorClient): Promise<string[]> {
  const askedAt = Date.now();
  const read = async () => expectSuccess('The invariants', await operator.ask('/invariants'), verdictSchema);
  const { invariants } = await until('there is a new verdict', read, ({ checkedAt }) => Date.parse(checkedAt) > askedAt, { withinMs: 120_000, everyMs: 500 });
  return invariants.flatMap(({ number, violations: texts }) => texts.map((text) => `${number}: ${text}`));
}
