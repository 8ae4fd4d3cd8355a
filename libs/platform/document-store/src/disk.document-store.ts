import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '@sluice/kernel';
import { betweenKillPoints } from '@sluice/telemetry';
import { checkDocumentKey, DocumentStore, TooManyBytes } from './document-store.js';

/** Documents as files in a folder that all who use them share. */
export class DiskDocumentStore extends DocumentStore {
  constructor(private readonly folder: string) {
    super();
  }

  /** Written beside its place and then moved there, so that nobody reads half of it, and a crash leaves no half. */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(key);
    const beside = `${path}.${newId()}`;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await betweenKillPoints('write', 'document', () => rename(beside, path));
  }

  async read(key: string, mostBytes: number): Promise<Buffer | null> {
    const file = await open(this.pathOf(key), 'r').catch(nullIfMissing);
    if (file === null) return null;
    try {
      if ((await file.stat()).size > mostBytes) throw new TooManyBytes('The document is larger than its reader takes.');
      return await file.readFile();
    } finally {
      await file.close();
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  private pathOf(key: string): string {
    checkDocumentKey(key);
    return join(this.folder, key);
  }
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
