/** Works on so many items at once, and on so many of one tenant; tenants that wait take turns. */
export class FairQueue<T> {
  private readonly waiting = new Map<string, T[]>();
  private readonly running = new Map<string, number>();
  private readonly inHand = new Set<Promise<void>>();
  private stopped = false;

  constructor(private readonly atOnce: number, private readonly ofOneTenant: number, private readonly work: (item: T) => Promise<void>) {}

  add(tenantId: string, item: T): void {
    if (this.stopped) return;
    const items = this.waiting.get(tenantId);
    if (items === undefined) this.waiting.set(tenantId, [item]);
    else items.push(item);
    this.startMore();
  }

  /** Begins nothing more. @returns what was waiting. */
  stop(): T[] {
    this.stopped = true;
    const left = [...this.waiting.values()].flat();
    this.waiting.clear();
    return left;
  }

  async idle(): Promise<void> {
    await Promise.allSettled(this.inHand);
  }

  private startMore(): void {
    while (this.inHand.size < this.atOnce) {
      const next = this.next();
      if (next === null) return;
      this.start(...next);
    }
  }

  /** Whoever had a turn goes behind the others. */
  private next(): [string, T] | null {
    for (const [tenantId, items] of this.waiting) {
      if ((this.running.get(tenantId) ?? 0) >= this.ofOneTenant) continue;
      const item = items.shift() as T;
      this.waiting.delete(tenantId);
      if (items.length > 0) this.waiting.set(tenantId, items);
      return [tenantId, item];
    }
    return null;
  }

  private start(tenantId: string, item: T): void {
    this.running.set(tenantId, (this.running.get(tenantId) ?? 0) + 1);
    const done = this.work(item).catch(() => undefined).then(() => {
      this.inHand.delete(done);
      const left = (this.running.get(tenantId) ?? 1) - 1;
      if (left === 0) this.running.delete(tenantId);
      else this.running.set(tenantId, left);
      this.startMore();
    });
    this.inHand.add(done);
  }
}
