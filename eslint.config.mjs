import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { boundaries, simulation } from './tools/tidy/boundaries.mjs';
import { drivers } from './tools/tidy/drivers.mjs';

/** Rules that find mistakes. How code looks is left to its writer, within the sizes below. */
const mistakes = {
  'no-console': 'error',
  'no-empty': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: 'error',
  complexity: ['error', 20],
  'max-depth': ['error', 3],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
};

/** The same, for what only the types can tell. */
const typedMistakes = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false, checkThenables: true }],
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/no-unsafe-argument': 'error',
  '@typescript-eslint/no-unsafe-assignment': 'error',
  '@typescript-eslint/no-unsafe-call': 'error',
  '@typescript-eslint/no-unsafe-member-access': 'error',
  '@typescript-eslint/no-unsafe-return': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  '@typescript-eslint/require-array-sort-compare': 'error',
  '@typescript-eslint/restrict-plus-operands': 'error',
  '@typescript-eslint/return-await': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

const lines = (max) => ({ 'max-lines': ['error', { max }] });
const functionLines = { 'max-lines-per-function': ['error', { max: 50, skipComments: true, skipBlankLines: true }] };

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.local/', '.nx/', 'coverage/', 'apps/console/dist/', '**/generated/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  ...[{ files: ['**/*.ts'], ignores: ['apps/console/**'], project: './tsconfig.check.json' }, { files: ['apps/console/**/*.{ts,tsx}'], project: './apps/console/tsconfig.json' }].map(({ project, ...which }) => ({
    ...which,
    plugins: { '@typescript-eslint': tseslint.plugin, '@nx': nx },
    languageOptions: { parser: tseslint.parser, parserOptions: { project, tsconfigRootDir: import.meta.dirname } },
    rules: { ...mistakes, ...typedMistakes, ...lines(300), ...functionLines, '@nx/enforce-module-boundaries': ['error', boundaries] },
  })),
  {
    files: ['**/*.mjs'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { ...mistakes, ...lines(300), ...functionLines },
  },
  { files: ['apps/*/src/**/*.ts', 'libs/**/*.ts'], ignores: ['apps/console/**', 'apps/*/src/**/*.{repository,http}.ts', 'libs/platform/**', 'libs/testing/**', 'apps/e2e/**', '**/*.spec.ts'], rules: drivers.banned },
  { files: ['apps/*/src/**/*.ts', 'libs/**/src/**/*.ts'], ignores: ['**/*.spec.ts', 'apps/e2e/**', 'libs/testing/**'], rules: drivers.noTestingCode },
  { files: ['libs/contracts/**/*.ts', 'apps/**/*.saga.ts'], rules: lines(400) },
  { files: ['tools/**'], rules: { 'no-console': 'off' } },
  { files: ['libs/testing/simulation/**/*.ts'], rules: { '@nx/enforce-module-boundaries': ['error', simulation] } },
  { files: ['**/*.spec.ts'], rules: { ...lines(400), 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
);
