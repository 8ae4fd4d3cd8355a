/** Something the machine lacks or refuses. The message is one sentence for people; callers print it without a stack. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** The first line of whatever was thrown, for use inside a sentence; of a request that got no answer, why. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof TypeError && thrown.cause instanceof Error) return reasonOf(thrown.cause);
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return text.split('\n')[0]?.trim() || 'no reason given';
}
