#!/usr/bin/env node
/**
 * The way in to every command: `node tools/sluice.mjs <command>`, by any Node from 20 on.
 * Plain JavaScript, because it runs before anything is installed; the commands themselves are TypeScript,
 * run by the Node that the installed packages bring. Only they and the services need the Node that `engines` in
 * package.json names.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './prepare/installed.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const commandFolder = join(root, 'tools', 'commands');

/** What node has compiled once need not be compiled by the next process: a fifth of what it takes to load a service. */
const env = { NODE_COMPILE_CACHE: join(root, '.local', 'compiled'), ...process.env };

/** npm runs us in a shell, and a shell that is ended does not pass the signal on: that it is gone shows in our parent alone. */
const starter = process.ppid;
const STARTER_CHECK_MS = 500;

function commandFile(name) {
  const file = join(commandFolder, `${name}.ts`);
  if (name !== undefined && /^[a-z-]+$/.test(name) && existsSync(file)) return file;
  const known = readdirSync(commandFolder).filter((entry) => entry.endsWith('.ts')).map((entry) => entry.slice(0, -3));
  throw new Error(`There is no command "${name ?? ''}"; there are: ${known.sort().join(', ')}.`);
}

/** The kernel's lock keeps two commands that start together in a fresh clone from installing over each other. */
function lockedCommand(command) {
  mkdirSync(join(root, '.local'), { recursive: true });
  const hasFlock = spawnSync('flock', ['--version']).error === undefined;
  return hasFlock ? ['flock', '--exclusive', join(root, '.local', 'install.lock'), ...command] : command;
}

/** The IPC channel tells the command when this process is gone, so that even a kill -9 up here leaves nothing behind. */
function run([program, ...args], extra = []) {
  const child = spawn(program, args, { cwd: root, env, stdio: ['inherit', 'inherit', 'inherit', ...extra] });
  const pass = (signal) => child.kill(signal);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, pass);
  const watch = setInterval(() => process.ppid !== starter && pass('SIGTERM'), STARTER_CHECK_MS);
  return new Promise((resolve, reject) => {
    child.once('error', () => reject(new Error(`${program} could not be started.`)));
    child.once('exit', (code) => resolve(code ?? 1));
  }).finally(() => clearInterval(watch));
}

async function main([name, ...args]) {
  const file = commandFile(name);
  const installing = isInstalled(root) ? 0 : await run(lockedCommand([process.execPath, join(root, 'tools', 'prepare', 'install.mjs')]));
  if (installing !== 0) return installing;
  return run([join(root, 'node_modules', '.bin', 'node'), '--disable-warning=ExperimentalWarning', file, ...args], ['ipc']);
}

// A terminal sends its interrupt to the command as well; this process only has to outlive it.
process.on('SIGINT', () => undefined);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${process.env.SLUICE_DEBUG === '1' ? error.stack : error.message}\n`);
  process.exitCode = 1;
}
