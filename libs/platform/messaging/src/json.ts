/** The value in a message's body; undefined, which JSON does not have, when the body is not JSON. */
export function jsonIn(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined;
  }
}
