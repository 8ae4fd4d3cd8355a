import { statfs } from 'node:fs/promises';
import { SetupError } from '../setup-error.ts';

const NEEDED_BYTES = 1.5e9;

/** Throws a SetupError when the disk that holds the folder has less than 1.5 GB free. */
export async function checkDiskSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  throw new SetupError(`The disk that holds ${folder} has ${(free / 1e9).toFixed(1)} GB free; 1.5 GB are needed.`);
}
