#!/usr/bin/env node
/** `npx sluice <command>`: an operator's commands, which `node tools/sluice.mjs operate <command>` runs. */
process.argv.splice(2, 0, 'operate');
await import('./sluice.mjs');
