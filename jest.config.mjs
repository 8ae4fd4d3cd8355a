/** Three kinds of tests by file name: unit (no I/O), int (real broker and database), e2e (the separate processes). */
const swc = ['@swc/jest', {
  jsc: { parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, target: 'es2024' },
  module: { type: 'nodenext' },
}];

const kind = (displayName, testTimeoutMs) => ({
  displayName,
  testMatch: [`<rootDir>/{apps,libs,tools}/**/*.${displayName}.spec.ts`],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@sluice/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': swc },
  modulePathIgnorePatterns: ['<rootDir>/.local/', '/dist/'],
  testTimeout: testTimeoutMs,
});

export default { projects: [kind('unit', 10_000), kind('int', 60_000), kind('e2e', 180_000)] };
