/** Lets callers wait, for a bounded time, for something that comes and goes. */
export class Latch<T extends object> {
  private value: T | null = null;
  private ended = false;
  private readonly waiting = new Set<(value: T) => void>();

  open(value: T): void {
    if (this.ended) return;
    this.value = value;
    for (const pass of this.waiting) pass(value);
    this.waiting.clear();
  }

  shut(): void {
    this.value = null;
  }

  /** It will not open again: nobody needs to wait any more. */
  end(): void {
    this.value = null;
    this.ended = true;
  }

  get current(): T | null {
    return this.value;
  }

  /** The value as soon as there is one. Rejects with what `late` makes after `timeoutMs`. */
  wait(timeoutMs: number, late: () => Error): Promise<T> {
    if (this.value !== null) return Promise.resolve(this.value);
    if (this.ended) return Promise.reject(late());
    return new Promise((resolve, reject) => {
      const pass = (value: T): void => {
        clearTimeout(timer);
        resolve(value);
      };
      const timer = setTimeout(() => {
        this.waiting.delete(pass);
        reject(late());
      }, timeoutMs);
      this.waiting.add(pass);
    });
  }
}
