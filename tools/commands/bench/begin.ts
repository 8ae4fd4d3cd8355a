import { OperatorCaller } from '../../client/index.ts';
import { Completions } from '../../load/completions.ts';
import { callersOf, flowOf, mixOf, type Callers, type Flow, type FlowName } from '../../load/flows.ts';
import type { Begin } from '../../load/load.ts';
import { onceWithRetries, withRetries } from '../../load/with-retries.ts';
import type { StackFile } from '../../stack/index.ts';

/** Callers of one tenant, and who sees its withdrawals end. */
export interface BenchCallers extends Callers {
  readonly completions: Completions;
}

export const benchCallersOf = async (stack: StackFile, tenant: string): Promise<BenchCallers> =>
  ({ ...(await callersOf(stack, tenant)), completions: new Completions(new OperatorCaller(stack, tenant)) });

/** How long it took until a request was answered for good, with the waiting that refusals for now asked for. */
async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  into.push(performance.now() - startedAt);
  return result;
}

const beginning = (flow: Flow, completions: Completions): Begin => async (lane) => {
  const withdrawal = flow(lane);
  const acknowledgedMs: number[] = [];
  const { result: id, refused } = await timed(acknowledgedMs, () => withRetries(() => withdrawal.create()));
  const ended = completions.settled(id);
  ended.catch(() => undefined); // Awaited by the load; here only the answers count.
  const refusedAgain = withdrawal.accept === undefined ? 0 : await timed(acknowledgedMs, () => onceWithRetries(async () => withdrawal.accept?.(id)));
  return { acknowledgedMs, refused: refused + refusedAgain, ended };
};

export const beginOf = async (name: FlowName, callers: BenchCallers, lanes: number): Promise<Begin> => beginning(await flowOf(name, callers, lanes), callers.completions);

export const beginMixOf = async (callers: BenchCallers, lanes: number): Promise<Begin> => beginning(await mixOf(callers, lanes), callers.completions);
