import { OperatorClient } from '../client/index.ts';
import { Completions } from '../commands/bench/completions.ts';
import { callersOf, flowOf, type FlowName } from '../commands/bench/flows.ts';
import type { StackFile } from '../stack/stack-file.ts';

const dialects: readonly FlowName[] = ['bultra', 'braid', 'wealthkernel'];

export type Settled = Record<FlowName, number>;

/** Withdrawals in all three dialects, some at any moment, each followed to its end. */
export class Load {
  readonly settled: Settled = { bultra: 0, braid: 0, wealthkernel: 0 };
  readonly failures: string[] = [];
  private readonly completions: Completions;
  private running: Promise<unknown> = Promise.resolve();
  private isOver = false;

  private constructor(completions: Completions) {
    this.completions = completions;
  }

  static async start(stack: StackFile, lanes: number): Promise<Load> {
    const load = new Load(new Completions(new OperatorClient(stack, 'acme')));
    await load.begin(stack, lanes);
    return load;
  }

  /** Begins nothing more, and resolves when all that was begun has ended. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.running;
    await this.completions.stop();
  }

  private async begin(stack: StackFile, lanes: number): Promise<void> {
    const callers = await callersOf(stack, 'acme', this.completions);
    const begins = await Promise.all(dialects.map(async (name) => [name, await flowOf(name, callers, lanes)] as const));
    await this.completions.start();
    this.running = Promise.all(begins.flatMap(([name, begin]) => Array.from({ length: lanes }, async (_, lane) => {
      while (!this.isOver) {
        try {
          await (await begin(lane)).ended;
          this.settled[name] += 1;
        } catch (error) {
          this.failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    })));
  }
}
