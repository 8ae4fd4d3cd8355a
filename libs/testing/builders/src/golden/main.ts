import { writeFileSync } from 'node:fs';
import { root } from './found.js';
import { record, thisRelease } from './releases.js';

/** Records what this release writes. What it has recorded already is left as it is, unless it is told to renew it. */
const renew = process.argv.includes('--renew');
const differs = await record(thisRelease, renew);
const { tablesText } = (await import(new URL('apps/intake/src/engine/tables.ts', root).href)) as { tablesText: () => string };
const tables = new URL(`libs/testing/golden/${thisRelease}/tables.json`, root);
try {
  writeFileSync(tables, tablesText(), { flag: renew ? 'w' : 'wx' });
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
}
if (differs.length > 0) process.stdout.write(`${renew ? 'Written anew' : 'Left as it was recorded, and written otherwise today'}: ${differs.join(', ')}.\n`);
