/** What handlers need beside the broker, first of all the database: whether it can be used now. */
export abstract class Surroundings {
  abstract readonly usable: boolean;
  abstract onChange(listener: (usable: boolean) => void): void;
  /** Whether an error says that they were away, and nothing about the work that met it. */
  abstract isToBlameFor(error: unknown): boolean;
  /** Something hints that they are away: to be looked at now. */
  abstract suspect(): void;
}
