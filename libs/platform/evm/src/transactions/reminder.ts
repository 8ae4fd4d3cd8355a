const AGAIN_AFTER_MS = 600_000;
const MOST_KNOWN = 1_000;

/** Says of each thing whether it is time to speak of it: the first time, and again after a while, not at every look. */
export class Reminder {
  private readonly spokenAtMs = new Map<string, number>();

  isTime(about: string, nowMs: number): boolean {
    const last = this.spokenAtMs.get(about);
    if (last !== undefined && nowMs - last < AGAIN_AFTER_MS) return false;
    if (this.spokenAtMs.size >= MOST_KNOWN) this.spokenAtMs.clear();
    this.spokenAtMs.set(about, nowMs);
    return true;
  }

  forget(about: string): void {
    this.spokenAtMs.delete(about);
  }
}
