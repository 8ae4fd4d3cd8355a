import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../workspace.ts';
import type { Manifest } from './manifest.ts';

/** Where the published types of a kind may be, and ours for what has none. */
const packages = ['kubernetes-models', '@kubernetes-models/keda', '@kubernetes-models/prometheus-operator', '@kubernetes-models/gateway-api', '@kubernetes-models/external-secrets'];
const own: Readonly<Record<string, string>> = {
  'rabbitmq.com/v1beta1/RabbitmqCluster': join(root, 'tools/deployment/rabbitmq-cluster.ts'),
  'rabbitmq.com/v1beta1/Policy': join(root, 'tools/deployment/rabbitmq-policy.ts'),
};

interface Model {
  readonly validate: () => void;
}
type Models = Record<string, new (content: unknown) => Model>;

function moduleOf({ apiVersion, kind }: Manifest): string | undefined {
  const within = `${apiVersion}/${kind}`;
  const found = packages.find((name) => existsSync(join(root, 'node_modules', name, `${within}.d.ts`)));
  return own[within] ?? (found === undefined ? undefined : `${found}/${within}`);
}

const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

/** Required fields, kinds of values and their limits, by the validators that come with the types. They are open: an unknown field passes. */
async function wrongValues(manifest: Manifest, module: string): Promise<string[]> {
  if (module in own || module.startsWith(root)) return [];
  const { [manifest.kind]: Kind } = (await import(module)) as Models;
  if (Kind === undefined) return [`${nameOf(manifest)}: ${module} has no such kind.`];
  try {
    new Kind(structuredClone(manifest)).validate();
    return [];
  } catch (error) {
    return [`${nameOf(manifest)}: ${(error as Error).message}`];
  }
}

const FILE = join(root, 'tools/deployment/manifests-as-literals.ts');

/** Manifests as literals of their types: in a literal, the compiler takes no field that the type does not name, at any depth. */
function literals(manifests: readonly (readonly [Manifest, string])[]): string {
  const lines = manifests.flatMap(([manifest, module], index) => [
    `import type { I${manifest.kind} as T${index} } from ${JSON.stringify(module)};`,
    `export const m${index}: T${index} = ${JSON.stringify(manifest, null, 1)};`,
  ]);
  return lines.join('\n');
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true, noEmit: true, lib: ['lib.es5.d.ts'], skipLibCheck: true, types: [], allowImportingTsExtensions: true,
};

/** The types are read once, however often manifests are looked at. */
const sources = new Map<string, ts.SourceFile | undefined>();

function objectionsOfCompiler(text: string): { readonly line: number; readonly message: string }[] {
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === FILE || fileExists(name);
  host.getSourceFile = (name, ...rest) => {
    if (name === FILE) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2024);
    if (!sources.has(name)) sources.set(name, getSourceFile(name, ...rest));
    return sources.get(name);
  };
  const program = ts.createProgram([FILE], options, host);
  const source = program.getSourceFile(FILE);
  if (source === undefined) throw new Error('The compiler was given nothing.');
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ start, messageText }) => ({
    line: source.getLineAndCharacterOfPosition(start ?? 0).line,
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
  }));
}

function unknownFields(manifests: readonly (readonly [Manifest, string])[]): string[] {
  if (manifests.length === 0) return [];
  const text = literals(manifests);
  const lines = text.split('\n');
  const owner = (line: number): string => {
    const index = Number(lines.slice(0, line + 1).reverse().find((each) => each.startsWith('import type'))?.match(/ as T(\d+) /)?.[1] ?? -1);
    const manifest = manifests[index]?.[0];
    return manifest === undefined ? 'a manifest' : nameOf(manifest);
  };
  return objectionsOfCompiler(text).map(({ line, message }) => `${owner(line)}: ${message}`);
}

/** What the schemas of the resources' own makers object to. A kind without a schema is objected to. */
export async function breachesOfSchemas(manifests: readonly Manifest[]): Promise<string[]> {
  const known = manifests.flatMap((manifest): [Manifest, string][] => {
    const module = moduleOf(manifest);
    return module === undefined ? [] : [[manifest, module]];
  });
  const unknown = manifests.filter((manifest) => moduleOf(manifest) === undefined).map((manifest) => `${nameOf(manifest)}: there is no schema of ${manifest.apiVersion}.`);
  const values = await Promise.all(known.map(([manifest, module]) => wrongValues(manifest, module)));
  return [...unknown, ...values.flat(), ...unknownFields(known)];
}
