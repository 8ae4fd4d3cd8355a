/** Four kinds of tests by file name: unit (no I/O), simulation (seeded worlds), int (real broker and database), e2e (the separate processes). */
const kind = (displayName) => ({
  displayName,
  testMatch: [`<rootDir>/{apps,libs,tools}/**/*.${displayName}.spec.ts`],
  testEnvironment: 'node',
  runtime: '<rootDir>/libs/testing/jest/native-runtime.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.local/', '/dist/'],
});

/** The timeout is that of the slowest kind: jest has one for all. It ends what hangs; it measures nothing. */
export default { testTimeout: 300_000, workerIdleMemoryLimit: '1GB', projects: ['unit', 'simulation', 'int', 'e2e'].map(kind) };
