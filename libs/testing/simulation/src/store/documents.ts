/** Documents as a database keeps them: copied on the way in and out, so that nobody shares one. */
export type Document = Record<string, unknown> & { _id: string };
type Fields = Record<string, unknown>;

const isPlain = (value: unknown): value is Fields => typeof value === 'object' && value !== null && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

/** A copy of all that can be stored; what is undefined is not. Values of the driver's own types never change and are shared. */
export function copied<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => copied(item)) as T;
  if (value instanceof Date) return new Date(value.getTime()) as T;
  if (!isPlain(value)) return value;
  const copy: Fields = {};
  for (const key in value) if (value[key] !== undefined) copy[key] = copied(value[key]);
  return copy as T;
}

/** What stands at a path; more than one value where the path leads through lists. */
export function valuesAt(document: unknown, path: string): unknown[] {
  const dot = path.indexOf('.');
  const [head, rest] = dot < 0 ? [path, null] : [path.slice(0, dot), path.slice(dot + 1)];
  if (Array.isArray(document)) return document.flatMap((item) => (isPlain(item) ? valuesAt(item, path) : []));
  if (!isPlain(document) || !Object.hasOwn(document, head)) return [];
  const value = document[head];
  return rest === null ? [value] : valuesAt(value, rest);
}

/** Order and equality of stored values, as far as they are asked for. */
const comparable = (value: unknown): unknown => (value instanceof Date ? value.getTime() : value);
const kindOf = (value: unknown): string => (value instanceof Date ? 'date' : typeof value);

export function compare(one: unknown, other: unknown): number | null {
  if (kindOf(one) !== kindOf(other)) return null;
  const [left, right] = [comparable(one), comparable(other)] as [number, number];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) || isPlain(one)) return JSON.stringify(one) === JSON.stringify(other);
  return one !== null && other !== null && compare(one, other) === 0;
}

type Test = (values: readonly unknown[], wanted: unknown) => boolean;

/** A list is met by itself and by each of its items. */
const spread = (values: readonly unknown[]): unknown[] => values.flatMap((value) => (Array.isArray(value) ? [value, ...(value as unknown[])] : [value]));
const meets = (values: readonly unknown[], wanted: unknown): boolean =>
  spread(values).some((value) => same(value, wanted)) || (wanted === null && values.length === 0);
const ordered = (test: (order: number) => boolean): Test => (values, wanted) => spread(values).some((value) => {
  const order = compare(value, wanted);
  return order !== null && test(order);
});

const tests: Readonly<Record<string, Test>> = {
  $eq: meets,
  $ne: (values, wanted) => !meets(values, wanted),
  $in: (values, wanted) => (wanted as unknown[]).some((each) => meets(values, each)),
  $nin: (values, wanted) => !(wanted as unknown[]).some((each) => meets(values, each)),
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
  $exists: (values, wanted) => (values.length > 0) === wanted,
  $not: (values, wanted) => !holds(values, wanted),
  $elemMatch: (values, wanted) => values.some((value) => Array.isArray(value) && value.some((item) => matches(item, wanted as Fields))),
};

function holds(values: readonly unknown[], wanted: unknown): boolean {
  if (!isPlain(wanted) || !Object.keys(wanted).some((key) => key.startsWith('$'))) return meets(values, wanted);
  return Object.entries(wanted).every(([operator, operand]) => {
    const test = tests[operator];
    if (test === undefined) throw new TypeError(`The simulated database does not know the operator ${operator}.`);
    return test(values, operand);
  });
}

/** Whether a document meets a filter. @throws TypeError for an operator that is not simulated. */
export function matches(document: unknown, filter: Fields): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    if (wanted === undefined) return true;
    if (key === '$and') return (wanted as Fields[]).every((each) => matches(document, each));
    if (key === '$or') return (wanted as Fields[]).some((each) => matches(document, each));
    if (key === '$nor') return !(wanted as Fields[]).some((each) => matches(document, each));
    if (key.startsWith('$')) throw new TypeError(`The simulated database does not know the operator ${key}.`);
    return holds(valuesAt(document, key), wanted);
  });
}

function parentOf(document: Fields, path: string): [Fields, string] {
  const parts = path.split('.');
  const last = parts.pop() ?? path;
  const parent = parts.reduce<Fields>((at, part) => (isPlain(at[part]) ? at[part] : ((at[part] = {}))), document);
  return [parent, last];
}

const listAt = (parent: Fields, name: string): unknown[] => (Array.isArray(parent[name]) ? (parent[name] as unknown[]) : []);
const itemsOf = (operand: unknown): unknown[] => (isPlain(operand) && Array.isArray(operand['$each']) ? (operand['$each'] as unknown[]) : [operand]);
const pulled = (item: unknown, wanted: unknown): boolean => (isPlain(wanted) && isPlain(item) ? matches(item, wanted) : holds([item], wanted));

type Change = (parent: Fields, name: string, operand: unknown) => void;

const changes: Readonly<Record<string, Change>> = {
  $set: (parent, name, operand) => void (parent[name] = copied(operand)),
  $unset: (parent, name) => void delete parent[name],
  $inc: (parent, name, operand) => void (parent[name] = ((parent[name] as number | undefined) ?? 0) + (operand as number)),
  $min: (parent, name, operand) => void (parent[name] = parent[name] === undefined || (compare(operand, parent[name]) ?? 0) < 0 ? copied(operand) : parent[name]),
  $max: (parent, name, operand) => void (parent[name] = parent[name] === undefined || (compare(operand, parent[name]) ?? 0) > 0 ? copied(operand) : parent[name]),
  $push: (parent, name, operand) => void (parent[name] = [...listAt(parent, name), ...copied(itemsOf(operand))]),
  $addToSet: (parent, name, operand) => void (parent[name] = [...listAt(parent, name), ...copied(itemsOf(operand)).filter((item) => !listAt(parent, name).some((known) => same(known, item)))]),
  $pull: (parent, name, operand) => void (parent[name] === undefined || (parent[name] = listAt(parent, name).filter((item) => !pulled(item, operand)))),
  $pullAll: (parent, name, operand) => void (parent[name] === undefined || (parent[name] = listAt(parent, name).filter((item) => !(operand as unknown[]).some((each) => same(each, item))))),
};

/** Changes a document in place. @throws TypeError for an operator that is not simulated. */
export function update(document: Fields, updates: Fields, isNew = false): void {
  for (const [operator, operands] of Object.entries(updates)) {
    const change = operator === '$setOnInsert' ? changes['$set'] : changes[operator];
    if (change === undefined) throw new TypeError(`The simulated database does not know the update ${operator}.`);
    if (operator === '$setOnInsert' && !isNew) continue;
    for (const [path, operand] of Object.entries(operands as Fields)) if (operand !== undefined) change(...parentOf(document, path), operand);
  }
}
