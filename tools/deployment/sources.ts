import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { root } from '../workspace.ts';

/** What one source file says that a deployment has to agree with. */
interface SourceFile {
  /** Files that it brings into the process; what is imported for its types alone is not there when it runs. */
  readonly imports: readonly string[];
  /** Names of packages from outside. */
  readonly packages: readonly string[];
  /** Environment variables that it reads by name. */
  readonly variables: readonly string[];
  /** Paths that it answers over HTTP, as far as they are written there: what a call decides is left out from there on. */
  readonly routes: readonly string[];
  readonly text: string;
}

const VARIABLE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
const READS_ENVIRONMENT = /process\.env|readEnvironment\(|EnvironmentPart|NodeJS\.ProcessEnv/;
const OWN = '@sluice/';

const parsed = new Map<string, SourceFile>();

interface PackageExports {
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** The source behind `@sluice/name/part`. */
function ownSource(specifier: string): string {
  const [, name = '', ...part] = specifier.split('/');
  const folder = join(root, 'node_modules', OWN + name);
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageExports;
  const target = exports[part.length === 0 ? '.' : `./${part.join('/')}`];
  if (typeof target !== 'object' || target['@sluice/source'] === undefined) throw new Error(`${specifier} leads to no source.`);
  return ts.sys.realpath?.(join(folder, target['@sluice/source'])) ?? join(folder, target['@sluice/source']);
}

function isForTypesOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return clause.name === undefined && named !== undefined && ts.isNamedImports(named) && named.elements.length > 0 && named.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function specifierOf(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier) && !isForTypesOnly(node)) return node.moduleSpecifier.text;
  const argument = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined;
  return argument !== undefined && ts.isStringLiteral(argument) ? argument.text : undefined;
}

/** `X: …` in a schema's object, and `environment['X']`. */
function variableOf(node: ts.Node): string | undefined {
  const name = ts.isPropertyAssignment(node) ? node.name : ts.isElementAccessExpression(node) ? node.argumentExpression : undefined;
  if (name === undefined || !(ts.isIdentifier(name) || ts.isStringLiteral(name))) return undefined;
  return VARIABLE.test(name.text) ? name.text : undefined;
}

const METHODS = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'All'];

/** The words of a path: constants are looked up, and the first thing that is unknown ends it. */
function wordsOf(node: ts.Expression | undefined): string[] {
  if (node === undefined) return [''];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(wordsOf);
  if (ts.isIdentifier(node)) return [constants.get(node.text) ?? ''];
  if (!ts.isTemplateExpression(node)) return [''];
  const [first] = node.templateSpans;
  const known = first === undefined ? undefined : ts.isIdentifier(first.expression) ? constants.get(first.expression.text) : undefined;
  return [node.head.text + (known === undefined ? '' : known + (first?.literal.text ?? ''))];
}

/** Constant texts by their name, of every file that was read so far. Files are read before those that import them. */
const constants = new Map<string, string>();

const decoratorCalls = (node: ts.ClassDeclaration | ts.MethodDeclaration): ts.CallExpression[] =>
  (ts.getDecorators(node) ?? []).map(({ expression }) => expression).filter(ts.isCallExpression);

const named = (calls: readonly ts.CallExpression[], ...names: string[]): ts.CallExpression[] =>
  calls.filter(({ expression }) => ts.isIdentifier(expression) && names.includes(expression.text));

function routesOf(node: ts.ClassDeclaration): string[] {
  const prefixes = named(decoratorCalls(node), 'Controller').flatMap((call) => wordsOf(call.arguments[0]));
  const methods = node.members.filter(ts.isMethodDeclaration).flatMap((member) => named(decoratorCalls(member), ...METHODS).flatMap((call) => wordsOf(call.arguments[0])));
  return prefixes.flatMap((prefix) => methods.map((path) => `/${prefix}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1')));
}

function note(node: ts.Node, found: { specifiers: string[]; variables: string[]; routes: string[] }): void {
  const specifier = specifierOf(node);
  if (specifier !== undefined) found.specifiers.push(specifier);
  const variable = variableOf(node);
  if (variable !== undefined) found.variables.push(variable);
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined && ts.isStringLiteralLike(node.initializer)) constants.set(node.name.text, node.initializer.text);
  if (ts.isClassDeclaration(node)) later.push(() => found.routes.push(...routesOf(node)));
  ts.forEachChild(node, (child) => note(child, found));
}

/** Routes are put together when every constant is known. */
const later: (() => void)[] = [];

function read(file: string): SourceFile {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, 'utf8');
  const found = { specifiers: [] as string[], variables: [] as string[], routes: [] as string[] };
  note(ts.createSourceFile(file, text, ts.ScriptTarget.ES2024), found);
  const own = found.specifiers.filter((each) => each.startsWith('.') || each.startsWith(OWN));
  const source: SourceFile = {
    imports: own.map((each) => (each.startsWith('.') ? join(dirname(file), each.replace(/\.js$/, '.ts')) : ownSource(each))),
    packages: found.specifiers.filter((each) => !own.includes(each) && !each.startsWith('node:')).map((each) => each.split('/').slice(0, each.startsWith('@') ? 2 : 1).join('/')),
    variables: READS_ENVIRONMENT.test(text) ? found.variables : [],
    routes: found.routes,
    text,
  };
  parsed.set(file, source);
  return source;
}

/** A program as its sources tell of it. */
export interface Program {
  /** Its files, from the root of the working tree. */
  readonly files: readonly string[];
  /** Which environment variables each file reads. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
  readonly routes: readonly string[];
  readonly packages: ReadonlySet<string>;
}

/** Everything that becomes part of a process which runs these files. */
export function programOf(...mains: readonly string[]): Program {
  const files = new Set(mains.map((main) => join(root, main)));
  for (const file of files) for (const each of read(file).imports) files.add(each);
  for (const work of later.splice(0)) work();
  const sources = [...files].map((file) => [relative(root, file), read(file)] as const);
  return {
    files: sources.map(([file]) => file),
    variables: new Map(sources.filter(([, { variables }]) => variables.length > 0).map(([file, { variables }]) => [file, [...new Set(variables)]])),
    routes: sources.flatMap(([, { routes }]) => routes),
    packages: new Set(sources.flatMap(([, { packages }]) => packages)),
  };
}

/** A whole number that a source file names, such as a limit. @throws when it is not there. */
export function numberIn(file: string, name: string): number {
  const written = new RegExp(`const ${name} = ([\\d_]+);`).exec(read(join(root, file)).text)?.[1];
  if (written === undefined) throw new Error(`${file} has no ${name}.`);
  return Number(written.replaceAll('_', ''));
}

/** Whether a program has a text in a file below a folder. */
export const mentions = ({ files }: Program, folder: string, text: string): boolean =>
  files.some((file) => file.startsWith(folder) && read(join(root, file)).text.includes(text));
