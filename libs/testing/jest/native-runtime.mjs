import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { sourceMaps } from '../builders/register-typescript.mjs';

/**
 * jest's runtime without its own module system: test files are loaded by node, and what they import is loaded once for all
 * files that a worker runs. Loading Nest and the drivers anew for each file took three quarters of the time of a run.
 * There are no module mocks, and what a module keeps outlives a file, but for metrics. jest's workers, timeouts, reports and filters are as ever.
 */
const require = createRequire(import.meta.url);
const globals = new URL('./globals.mjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) => (specifier === '@jest/globals' ? { url: globals, shortCircuit: true } : next(specifier, context)),
});

/** jest-circus keeps its handlers of events here, and its tests in the module; each file gets both new. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');

/** Each expectation takes a stack with it in case it fails, and a property has tens of thousands: jest's hundred frames took a third of each. */
const STACK_FRAMES = 20;

export default class NativeRuntime {
  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(path) {
    await import(pathToFileURL(path).href);
  }

  requireModule(path) {
    return require(path);
  }

  requireInternalModule(path) {
    const file = require.resolve(path);
    delete require.cache[file];
    delete globalThis[HANDLERS];
    return require(file);
  }

  /** Called once for each file, before it is loaded. */
  setGlobalsForRuntime(current) {
    require('prom-client').register.resetMetrics(); // A file must not find what another counted.
    globalThis[Symbol.for('sluice.test-globals')] = current;
    Error.stackTraceLimit = STACK_FRAMES;
  }

  getSourceMaps() {
    return sourceMaps;
  }

  enterTestCode() {}
  leaveTestCode() {}
  resetModules() {}
  teardown() {}
  getAllCoverageInfoCopy() {}
}
