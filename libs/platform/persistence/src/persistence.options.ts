/** How one service keeps its data. */
export abstract class PersistenceOptions {
  abstract readonly service: string;
  /** True only where tenants' clocks can be advanced. */
  abstract readonly sandbox: boolean;
}
