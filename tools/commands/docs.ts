import { join } from 'node:path';
import { build } from '../running/build.ts';
import { runCommand } from '../running/run-command.ts';
import { writeSite } from '../site/write-site.ts';
import { localFolder } from '../workspace.ts';

/** Writes the documentation as a site of plain files. */
await runCommand(async (command) => {
  await build(command.signal);
  const folder = join(localFolder, 'docs');
  process.stdout.write(`${await writeSite(folder)} pages, beginning at ${join(folder, 'index.html')}\n`);
});
