/** What the services call a field, and what WealthKernel calls it; a field not named here is already WealthKernel's own. */
const names: ReadonlyMap<string, string> = new Map([
  ['events', 'eventTypes'],
  ['mandate', 'mandateType'],
  ['types', 'type'],
  ['statuses', 'status'],
  ['phases', 'status'],
]);

/** WealthKernel's name for a field a service complained about. */
export const fieldOf = (canonical: string): string => names.get(canonical) ?? canonical;
