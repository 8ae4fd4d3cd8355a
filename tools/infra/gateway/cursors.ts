import type { Engine } from './engine.ts';

interface OpenCursor {
  /** database.collection; a later page must be asked for under the same name. */
  namespace: string;
  /** The engine's note of where it stood; handed back byte for byte. */
  continuation: Buffer;
  usedAtMs: number;
}

const IDLE_LIMIT_MS = 10 * 60_000;

/** Cursors whose last page was not yet asked for. They are forgotten after ten idle minutes, as in MongoDB. */
export class Cursors {
  private readonly open = new Map<string, OpenCursor>();

  remember(id: string, namespace: string, continuation: Buffer): void {
    this.open.set(id, { namespace, continuation, usedAtMs: Date.now() });
  }

  find(id: string): OpenCursor | undefined {
    return this.open.get(id);
  }

  forget(id: string): boolean {
    return this.open.delete(id);
  }

  idle(nowMs: number): string[] {
    return [...this.open].filter(([, { usedAtMs }]) => nowMs - usedAtMs > IDLE_LIMIT_MS).map(([id]) => id);
  }
}

/** Forgets cursors and lets the engine delete what it kept for them. */
export async function closeCursors({ engine, cursors }: { readonly engine: Engine; readonly cursors: Cursors }, ids: readonly string[]): Promise<string[]> {
  const known = ids.filter((id) => cursors.forget(id));
  if (known.length > 0) await engine.row('deleteCursors', [known]);
  return known;
}
