/** Writes everything in docs/generated, the page of all variables, what watches Sluice and the types of the clients anew from the built code: `npm run generate`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { apiNames, clientTypes, clientTypesFile, documentOf } from './client-types.ts';
import { configurationPage } from './configuration-page.ts';
import { writtenFiles } from '../monitoring/written.ts';
import { environmentsOfApps } from './environments.ts';

const { sagaPage } = (await import(new URL('../../apps/intake/dist/engine/tables.js', import.meta.url).href)) as { sagaPage: () => string };

const docs = new URL('../../docs/', import.meta.url);
mkdirSync(new URL('generated/', docs), { recursive: true });
writeFileSync(new URL('generated/withdrawal-saga.md', docs), sagaPage());
writeFileSync(new URL('operating/configuration.md', docs), configurationPage(await environmentsOfApps('dist')));
mkdirSync(new URL('../monitoring/written/', import.meta.url), { recursive: true });
for (const [path, content] of Object.entries(writtenFiles())) writeFileSync(new URL(`../../${path}`, import.meta.url), content);
for (const api of apiNames) writeFileSync(clientTypesFile(api), await clientTypes(await documentOf(api)));
