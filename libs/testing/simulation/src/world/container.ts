import 'reflect-metadata';
import type { DynamicModule, Provider, Type } from '@nestjs/common';

type Token = unknown;
type Module = Type | DynamicModule;

interface Recipe {
  readonly provide: Token;
  readonly useClass?: Type;
  readonly useValue?: unknown;
  readonly useExisting?: Token;
  readonly useFactory?: (...given: unknown[]) => unknown;
  readonly inject?: readonly Token[];
}

/** What a module and all that it imports is made of, as its decorators say. */
export interface Parts {
  readonly recipes: ReadonlyMap<Token, Recipe>;
  /** The application's own, in their order: Nest makes all of them at the start. */
  readonly own: readonly Token[];
  readonly controllers: readonly Type[];
}

const listOf = <T>(key: string, module: Type): readonly T[] => (Reflect.getMetadata(key, module) as readonly T[] | undefined) ?? [];

const recipeOf = (provider: Provider): Recipe => (typeof provider === 'function' ? { provide: provider, useClass: provider } : (provider as Recipe));

/** Whether a module is the application's own, or a library of adapters beside it: the platform's is made when it is asked for. */
const PLATFORM = new Set(['ServiceModule', 'ServiceConfigModule', 'LoggerModule', 'DatabaseModule', 'MessagingModule', 'PersistenceModule', 'MongooseModule', 'MongooseCoreModule']);

/** Reads the decorators once; processes are then made of it many times. Nest's own container takes a hundred times as long. */
export function partsOf(root: Type): Parts {
  const recipes = new Map<Token, Recipe>();
  const own: Token[] = [];
  const controllers: Type[] = [];
  const seen = new Set<unknown>();
  const visit = (module: Module): void => {
    if (seen.has(module)) return;
    seen.add(module);
    const type = typeof module === 'function' ? module : module.module;
    const more: Partial<DynamicModule> = typeof module === 'function' ? {} : module;
    for (const each of [...listOf<Module>('imports', type), ...((more.imports ?? []) as Module[])]) visit(each);
    const provided = [...listOf<Provider>('providers', type), ...(more.providers ?? [])].map(recipeOf);
    for (const recipe of provided) recipes.set(recipe.provide, recipe);
    if (PLATFORM.has(type.name)) return;
    own.push(...provided.map(({ provide }) => provide));
    controllers.push(...listOf<Type>('controllers', type), ...(more.controllers ?? []));
  };
  visit(root);
  return { recipes, own, controllers };
}

/** Makes what a process consists of, each thing once, and what it needs before it. */
export class Container {
  private readonly made = new Map<Token, unknown>();

  constructor(private readonly parts: Parts, overrides: ReadonlyMap<Token, unknown>) {
    for (const [token, value] of overrides) this.made.set(token, value);
  }

  get<T>(token: abstract new (...given: never[]) => T): T {
    return this.resolve(token) as T;
  }

  /** Makes everything of the application's own. */
  all(): object[] {
    return [...this.parts.own, ...this.parts.controllers].map((token) => this.resolve(token)).filter((each) => typeof each === 'object' && each !== null);
  }

  private resolve(token: Token): unknown {
    if (this.made.has(token)) return this.made.get(token);
    const made = this.make(this.parts.recipes.get(token) ?? recipeOf(token as Type));
    this.made.set(token, made);
    return made;
  }

  private make(recipe: Recipe): unknown {
    if ('useValue' in recipe) return recipe.useValue;
    if (recipe.useExisting !== undefined) return this.resolve(recipe.useExisting);
    if (recipe.useFactory) return recipe.useFactory(...(recipe.inject ?? []).map((each) => this.resolve(each)));
    if (recipe.useClass) return this.construct(recipe.useClass);
    throw new TypeError(`Nobody says how ${String(recipe.provide)} is made.`);
  }

  private construct(type: Type): unknown {
    if (typeof type !== 'function') throw new TypeError(`Nobody says how ${String(type)} is made.`);
    return new type(...needsOf(type).map((each) => this.resolve(each)));
  }
}

const needs = new Map<Type, readonly Token[]>();

/** What a class needs, as its decorators say: read once, and used for every process. */
function needsOf(type: Type): readonly Token[] {
  const known = needs.get(type);
  if (known !== undefined) return known;
  const types = (Reflect.getMetadata('design:paramtypes', type) as readonly Token[] | undefined) ?? [];
  const injected = new Map((Reflect.getMetadata('self:paramtypes', type) as readonly { index: number; param: Token }[] | undefined)?.map(({ index, param }) => [index, param]));
  const read = types.map((each, index) => (injected.has(index) ? nameOf(injected.get(index)) : each));
  needs.set(type, read);
  return read;
}

/** A class that was named before it was defined. */
const nameOf = (token: Token): Token => (typeof token === 'object' && token !== null && 'forwardRef' in token ? (token as { forwardRef: () => Token }).forwardRef() : token);
