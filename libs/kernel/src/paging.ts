/** Part of a list, and whether more of it follows. */
export interface Page<Row> {
  readonly found: Row[];
  readonly hasMore: boolean;
}

/** Reads one row more than a page has: only that tells whether another page follows. */
export async function readPage<Row>(limit: number, read: (count: number) => PromiseLike<readonly Row[]>): Promise<Page<Row>> {
  const found = await read(limit + 1);
  return { found: found.slice(0, limit), hasMore: found.length > limit };
}
