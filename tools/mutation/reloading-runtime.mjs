import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import NativeRuntime from '../../libs/testing/jest/native-runtime.mjs';

/**
 * Runs the same tests many times in one process, each time with the project's own files loaded anew: what is decided while a
 * file is loaded is mutated too. Libraries are loaded once.
 */
const require = createRequire(import.meta.url);

// That a property fails is enough: nobody reads the smallest case.
fc.configureGlobal({ endOnFailure: true });

let run = 0;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const own = context.parentURL?.match(/\?run=\d+$/)?.[0];
    const isOurs = own !== undefined && resolved.url.startsWith('file:') && !resolved.url.includes('/node_modules/') && !resolved.url.includes('/libs/testing/jest/');
    return isOurs ? { ...resolved, url: `${resolved.url.replace(/\?.*$/, '')}${own}` } : resolved;
  },
});

export default class ReloadingRuntime extends NativeRuntime {
  async unstable_importModule(path) {
    run += 1;
    require('prom-client').register.clear(); // A metric is not taken twice by one name.
    await import(`${pathToFileURL(path).href}?run=${run}`);
  }
}
