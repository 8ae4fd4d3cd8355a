/** `@jest/globals` of whichever test file is running: what is imported once must serve every file of a worker. */
const current = (name) => globalThis[Symbol.for('sluice.test-globals')][name];

const global = (name) => new Proxy(function () {}, {
  apply: (_, self, args) => Reflect.apply(current(name), self, args),
  get: (_, key) => current(name)[key],
});

export const [describe, it, test, expect, beforeAll, beforeEach, afterAll, afterEach] =
  ['describe', 'it', 'test', 'expect', 'beforeAll', 'beforeEach', 'afterAll', 'afterEach'].map(global);
