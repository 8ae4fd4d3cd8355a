import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { StackPlace } from '../stack/index.ts';

const heldSchema = z.object({ flow: z.string(), point: z.string(), commit: z.string() });
type HeldAt = z.output<typeof heldSchema>;

const dialectOf = (flow: string): string => flow.split('-')[0] ?? flow;

/** The points at which a process died and all was right afterwards: a campaign of hours goes on where it was broken off. */
export class Held {
  private readonly file: string;

  constructor(place: StackPlace) {
    this.file = join(place.folder, 'held.jsonl');
  }

  of(flow: string): Promise<ReadonlySet<string>> {
    return this.where((known) => known === flow);
  }

  /** In any flow of the same dialect: most of a dialect's flows pass the same points. */
  ofDialect(flow: string): Promise<ReadonlySet<string>> {
    return this.where((known) => dialectOf(known) === dialectOf(flow));
  }

  private async where(isWanted: (flow: string) => boolean): Promise<ReadonlySet<string>> {
    const lines = (await readFile(this.file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
    return new Set(lines.map((line) => heldSchema.parse(JSON.parse(line))).filter(({ flow }) => isWanted(flow)).map(({ point }) => point));
  }

  note(flow: string, commit: string, points: readonly string[]): Promise<void> {
    return appendFile(this.file, points.map((point) => `${JSON.stringify({ flow, point, commit } satisfies HeldAt)}\n`).join(''));
  }
}
