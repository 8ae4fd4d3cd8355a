import { until, type OperatorCaller } from '../client/index.ts';

/**
 * A row counts only when the money is right after it: the books balance, the invariants hold by a verdict made afterwards,
 * and the outside world's journals hold each instruction once. Throws with what is wrong.
 */
export async function expectSound(operator: OperatorCaller): Promise<void> {
  if (!(await operator.isBalanced())) throw new Error('The books do not balance.');
  const wrong = await until('the invariants hold', () => violations(operator), (found) => found.length === 0, { withinMs: 120_000, everyMs: 1_000 });
  if (wrong.length > 0) throw new Error(`Invariants are broken: ${wrong.join('; ')}`);
  const { breaks } = await operator.reconciled();
  const first = breaks[0];
  if (first !== undefined) throw new Error(`${breaks.length} breaks with the outside world; the first: ${first.kind} ${first.provider} ${first.reference}.`);
}

async function violations(operator: OperatorCaller): Promise<string[]> {
  const askedAt = Date.now();
  const { invariants } = await until('there is a new verdict', () => operator.invariants(), ({ checkedAt }) => Date.parse(checkedAt) > askedAt, { withinMs: 120_000, everyMs: 500 });
  return invariants.flatMap(({ number, violations: texts }) => texts.map((text) => `${number}: ${text}`));
}
