import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { anvilBinary } from '../chains/anvil.ts';
import { sandboxChains } from '../chains/chains.ts';
import { preparedChains } from '../chains/prepared-chains.ts';
import { mainFiles, programNamed } from '../deployment/programs.ts';
import { mentions } from '../deployment/sources.ts';
import { root } from '../workspace.ts';
import { billOf } from './bill-of-materials.ts';
import { bundledIn, closureOf, ownFoldersOf } from './closure.ts';

/** Nothing of it is read when a program runs. */
const left = new Set(['.ts', '.mts', '.cts', '.map', '.md', '.markdown', '.tsbuildinfo', '.png']);
/** What viem and ox bring for `require`, which nothing of ours uses, and for compilers; and a package manager that came along. */
const leftFolders = new Set(['_cjs', '_types', '.yarn']);

/** A package of fonts holds every weight; a program names those that it prints with. */
const isUnnamedFont = (image: string, path: string): boolean => {
  const program = programNamed(image);
  return extname(path) === '.ttf' && program !== undefined && !mentions(program, '', basename(path, '.ttf'));
};

const isNeeded = (image: string, from: string) => (path: string): boolean =>
  !left.has(extname(path)) && !leftFolders.has(basename(path)) && (path === from || basename(path) !== 'node_modules') && !isUnnamedFont(image, path);

async function copied(image: string, place: string, to: string): Promise<void> {
  await mkdir(dirname(join(to, place)), { recursive: true });
  await cp(join(root, place), join(to, place), { recursive: true, filter: isNeeded(image, join(root, place)) });
}

/** A package of our own: what it is called, and what was built of it. Its name leads to it as it does in the working tree. */
async function ownCopied(image: string, folder: string, to: string): Promise<void> {
  const { name } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as { name: string };
  if (!existsSync(join(root, folder, 'dist'))) throw new Error(`${folder} has not been built.`);
  await copied(image, `${folder}/package.json`, to);
  await copied(image, `${folder}/dist`, to);
  const link = join(to, 'node_modules', name);
  await mkdir(dirname(link), { recursive: true });
  await symlink(relative(dirname(link), join(to, folder)), link);
}

/** What a program serves that is no program: the gateway has the console. */
const served: Readonly<Record<string, readonly string[]>> = { gateway: ['apps/console/dist'] };

/** The files of one program, laid out as in the working tree, with nothing that it does not need. */
async function assembleProgram(image: string, to: string): Promise<void> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const included = closureOf(image);
  for (const { place } of included) await copied(image, place, to);
  for (const folder of ownFoldersOf(image)) await ownCopied(image, folder, to);
  for (const folder of served[image] ?? []) await copied(image, folder, to);
  await writeFile(join(to, 'sbom.json'), JSON.stringify(billOf(image, version, [...new Map([...included, ...bundledIn(image)].map((each) => [each.place, each])).values()]), null, 1));
}

/** The nodes of the sandbox's chains, with the contracts in their places. */
async function assembleChains(to: string): Promise<void> {
  const prepared = await preparedChains();
  await mkdir(join(to, 'states'), { recursive: true });
  await cp(anvilBinary(), join(to, 'anvil'));
  await chmod(join(to, 'anvil'), 0o755);
  for (const { name } of sandboxChains) await cp(prepared[name]?.stateFile ?? '', join(to, 'states', `${name}.json`));
}

/** `node tools/images/assemble.ts <folder> [image …]`: a folder for each image, which the Dockerfile copies. */
const [folder, ...only] = process.argv.slice(2);
if (folder === undefined) throw new Error('Where to? node tools/images/assemble.ts <folder> [image …]');
const wanted = only.length > 0 ? only : [...Object.keys(mainFiles), 'chains'];
await mkdir(join(folder, 'empty'), { recursive: true });
for (const image of wanted) await (image === 'chains' ? assembleChains(join(folder, image)) : assembleProgram(image, join(folder, image)));
