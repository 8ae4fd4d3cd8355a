import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

/** A package for another platform is in the lock but rightly not on the disk. */
const isInstalledAs = (wanted, found) =>
  found === undefined ? wanted.optional === true : found.version === wanted.version && found.integrity === wanted.integrity;

/**
 * Whether the packages found are those that the lock wants, however old either file is.
 * @param {Record<string, { version?: string, integrity?: string, optional?: boolean }>} wanted
 * @param {Record<string, { version?: string, integrity?: string }>} found
 * @returns {boolean}
 */
export const agree = (wanted, found) => Object.entries(wanted).every(([path, entry]) => path === '' || isInstalledAs(entry, found[path]));

/**
 * Whether node_modules is what package-lock.json says. npm leaves its own account of what it installed in node_modules;
 * it is the last file it writes, so an install that was broken off has none. The two are compared by content, not by
 * time, which spares an install after a mere checkout.
 * @param {string} root
 * @returns {boolean}
 */
export function isInstalled(root) {
  const account = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(account) || !existsSync(join(root, 'node_modules', '.bin', 'node'))) return false;
  return agree(packagesOf(join(root, 'package-lock.json')), packagesOf(account));
}
