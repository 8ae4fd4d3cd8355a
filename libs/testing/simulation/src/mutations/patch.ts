/** Takes a planted bug out again. */
export type Undo = () => void;

type Method = (this: object, ...given: never[]) => unknown;

/** Puts another method in the place of one of a class's, from outside: product code knows nothing of it. @throws when there is none by this name any more. */
export function method<Args extends unknown[]>(type: { readonly prototype: object; readonly name: string }, name: string, make: (original: (self: object, ...given: Args) => unknown, self: object, ...given: Args) => unknown): Undo {
  const prototype = type.prototype as Record<string, Method | undefined>;
  const original = prototype[name];
  if (original === undefined) throw new TypeError(`${type.name} has no method ${name} any more: the planted bug has to be planted elsewhere.`);
  const call = (self: object, ...given: Args): unknown => original.apply(self, given as never);
  prototype[name] = function planted(this: object, ...given: never[]): unknown {
    return make(call, this, ...(given as unknown as Args));
  };
  return () => void (prototype[name] = original);
}

/** Gives an object other values for some of its fields. @throws when it has not had them. */
export function fields<T extends object>(object: T, values: Readonly<Record<string, unknown>>): Undo {
  const target = object as Record<string, unknown>;
  for (const name of Object.keys(values)) if (!Object.hasOwn(target, name)) throw new TypeError(`${name} is not there any more: the planted bug has to be planted elsewhere.`);
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, target[name]]));
  Object.assign(target, values);
  return () => void Object.assign(target, before);
}

/** A part of an object that only its owner sees. */
export const part = <T>(object: object, name: string): T => (object as Record<string, T>)[name] as T;
