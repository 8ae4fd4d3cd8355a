type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Whether the stored value has a field, however deep, that is not in what this program made of it. */
export function hasUnknown(stored: unknown, known: unknown): boolean {
  if (Array.isArray(stored)) return Array.isArray(known) && stored.some((each, index) => hasUnknown(each, known[index]));
  if (!isFields(stored) || !isFields(known)) return false;
  return Object.entries(stored).some(([field, value]) => !Object.hasOwn(known, field) || hasUnknown(value, known[field]));
}

/**
 * What is written next, with the fields that an instance of another version stored and this one does not know, nested
 * ones included. `known` is what this program makes of the stored value; what it knows and leaves out is gone.
 */
export function withUnknown(next: unknown, stored: unknown, known: unknown): unknown {
  if (Array.isArray(next)) return Array.isArray(stored) && Array.isArray(known) ? elementsWithUnknown(next, stored, known) : (next as unknown);
  if (!isFields(next) || !isFields(stored) || !isFields(known)) return next;
  const merged: Fields = { ...next };
  for (const [field, value] of Object.entries(stored)) {
    if (Object.hasOwn(known, field)) {
      if (Object.hasOwn(next, field)) merged[field] = withUnknown(next[field], value, known[field]);
    } else if (!Object.hasOwn(next, field)) merged[field] = value;
  }
  return merged;
}

/** Elements move when others come and go: one is found again by its id, else where it stood when none was added or removed. */
function elementsWithUnknown(next: readonly unknown[], stored: readonly unknown[], known: readonly unknown[]): unknown[] {
  const places = new Map(known.map((element, index) => [identityOf(element), index]));
  return next.map((element, index) => {
    const identity = identityOf(element);
    const place = identity === undefined ? (next.length === stored.length ? index : undefined) : places.get(identity);
    return place === undefined ? element : withUnknown(element, stored[place], known[place]);
  });
}

/** The first field that names an element among its like: `id`, `key`, `legId`, … */
function identityOf(element: unknown): string | undefined {
  if (!isFields(element)) return undefined;
  const field = ['id', 'key', ...Object.keys(element).filter((name) => name.endsWith('Id'))].find((name) => typeof element[name] === 'string');
  return field === undefined ? undefined : `${field} ${String(element[field])}`;
}
