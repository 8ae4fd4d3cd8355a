/** Someone on a sanctions list whose name is like one that was looked up. */
export interface Hit {
  /** The name that was looked up. */
  readonly name: string;
  readonly listed: string;
  readonly list: string;
  readonly listedId: string;
  /** From 0 to 1. */
  readonly score: number;
}

/** The sanctions lists. Both methods throw when no answer was reached: then nothing is known. */
export abstract class NameLists {
  /** Changes whenever the lists do. */
  abstract version(tenantId: string): Promise<string>;

  /** Everyone whose name is like one of these. */
  abstract hitsFor(names: readonly string[], tenantId: string): Promise<Hit[]>;
}
