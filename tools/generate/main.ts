/** Writes everything in docs/generated anew from the built code: `npm run generate`. */
import { mkdirSync, writeFileSync } from 'node:fs';

const { sagaPage } = (await import(new URL('../../apps/intake/dist/engine/tables.js', import.meta.url).href)) as { sagaPage: () => string };

const folder = new URL('../../docs/generated/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('withdrawal-saga.md', folder), sagaPage());
