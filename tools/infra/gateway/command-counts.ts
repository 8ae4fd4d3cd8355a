/** Commands about no collection: their first field is a number. */
const hasCollection: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'find', 'findAndModify', 'aggregate', 'count', 'distinct']);

/** What is counted of a command. */
interface Counted {
  readonly name: string;
  readonly database: string;
  collection(): string;
}

/** Counts what clients ask for, so that a benchmark can say which service asks the database how often. */
export class CommandCounts {
  private readonly counts = new Map<string, number>();

  note(request: Counted): void {
    const collection = hasCollection.has(request.name) ? request.collection() : '';
    const key = `${request.database} ${request.name} ${collection}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  byCommand(): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { command, count } of this.byNamespace()) sums[command] = (sums[command] ?? 0) + count;
    return sums;
  }

  byNamespace(): { database: string; command: string; collection: string; count: number }[] {
    return [...this.counts].map(([key, count]) => {
      const [database = '', command = '', collection = ''] = key.split(' ');
      return { database, command, collection, count };
    });
  }
}
