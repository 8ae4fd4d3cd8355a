import { Logger } from '@nestjs/common';
import { bugs } from './mutations/all.js';
import type { Line, Order } from './order.js';
import { restoredScriptOf, Runner, scriptOf, type Result, type Script } from './run.js';
import { shrunk } from './shrink.js';

const MOST_FAILURES_SHOWN = 5;

/** Runs what it is ordered to and tells of it, line by line. */
export class Simulation {
  private readonly runner = new Runner();
  private lost: string[] = [];

  constructor(private readonly tell: (line: Line) => void) {
    Logger.overrideLogger(false);
    process.on('unhandledRejection', (error) => this.lost.push(`nobody awaits: ${String(error)}`));
  }

  async carryOut(order: Order): Promise<void> {
    switch (order.do) {
      case 'seeds': return this.runAll(Array.from({ length: order.count }, (_, index) => scriptOf(order.first + index * order.step)));
      case 'restores': return this.runAll(Array.from({ length: order.count }, (_, index) => restoredScriptOf(order.first + index)));
      case 'script': return this.script(order.script);
      case 'list-bugs': return this.tell({ kind: 'bugs', names: [...bugs.keys()] });
      case 'bugs': return this.plantEach(order.names, order.most);
    }
  }

  private async runAll(scripts: readonly Script[]): Promise<void> {
    const ends: Record<string, number> = {};
    let fingerprint = 0;
    let withFaults = 0;
    let failures = 0;
    for (const script of scripts) {
      const result = await this.run(script);
      fingerprint = Math.imul(fingerprint, 31) + result.fingerprint | 0;
      if (result.happened.length > 0) withFaults += 1;
      for (const state of Object.values(result.ends)) ends[state] = (ends[state] ?? 0) + 1;
      if (result.violations.length > 0 && (failures += 1) <= MOST_FAILURES_SHOWN) await this.tellFailure(result);
    }
    this.tell({ kind: 'ran', runs: scripts.length, withFaults, ends, fingerprint });
  }

  private async script(script: Script): Promise<void> {
    const { violations, happened, ends, fingerprint } = await this.run(script);
    if (violations.length > 0) this.tell({ kind: 'failure', seed: script.seed, script, violations, happened });
    this.tell({ kind: 'ran', runs: 1, withFaults: happened.length > 0 ? 1 : 0, ends: countOf(Object.values(ends)), fingerprint });
  }

  private async tellFailure({ script }: Result): Promise<void> {
    const smallest = await shrunk(script, async (candidate) => (await this.run(candidate)).violations.length > 0);
    const { violations, happened } = await this.run(smallest);
    this.tell({ kind: 'failure', seed: script.seed, script: smallest, violations, happened });
  }

  /** Plants one bug after the other and looks for the first seed that shows it. */
  private async plantEach(names: readonly string[], most: number): Promise<void> {
    await this.run(scriptOf(0));
    for (const name of names) {
      const plant = bugs.get(name);
      if (plant === undefined) throw new TypeError(`There is no planted bug "${name}".`);
      const takeOut = plant();
      const found = await this.firstToShow(most).finally(takeOut);
      this.tell({ kind: 'bug', name, seed: found?.script.seed ?? null, violation: found?.violations[0] ?? null });
    }
  }

  private async firstToShow(most: number): Promise<Result | null> {
    for (let seed = 1; seed <= most; seed += 1) {
      const result = await this.run(scriptOf(seed));
      if (result.violations.length > 0) return result;
    }
    return null;
  }

  private async run(script: Script): Promise<Result> {
    this.lost = [];
    const result = await this.runner.run(script);
    return { ...result, violations: [...result.violations, ...this.lost] };
  }
}

const countOf = (words: readonly string[]): Record<string, number> => Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
