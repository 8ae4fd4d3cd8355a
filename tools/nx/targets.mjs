import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is read beside a project's own files and those of what it depends on. */
const shared = ['sharedGlobals', '^default', 'default'];

const command = (line, more) => ({ executor: 'nx:run-commands', options: { command: line, cwd: '{workspaceRoot}' }, cache: true, ...more });

/**
 * Targets of every project with a `package.json` of its own: `nx run-many -t build`, `nx affected -t test lint`. A build needs no other before it: tsc builds what is referred to.
 */
const targetsOf = (root, { isCompiled, isBundled }) => ({
  ...(isBundled && { build: command(`node node_modules/vite/bin/vite.js build ${root}`, { inputs: shared, outputs: [`{workspaceRoot}/${root}/dist`] }) }),
  ...(isCompiled && {
    build: command(`node node_modules/typescript7/bin/tsc -b ${root}`, { inputs: shared, outputs: [`{workspaceRoot}/${root}/dist`] }),
  }),
  test: command(`node tools/sluice.mjs test-unit ${root}/`, { inputs: [...shared, '{workspaceRoot}/jest.config.mjs', '{workspaceRoot}/libs/testing/jest/**/*'], outputs: [] }),
  lint: command(`eslint --max-warnings=0 ${root}`, { inputs: [...shared, '{workspaceRoot}/eslint.config.mjs', '{workspaceRoot}/tsconfig.check.json', '{workspaceRoot}/tools/tidy/*.mjs'], outputs: [] }),
});

/** The console is bundled, everything else with a `tsconfig.json` is compiled. */
const kindOf = (folder) => {
  const isBundled = existsSync(join(folder, 'vite.config.ts'));
  return { isBundled, isCompiled: !isBundled && existsSync(join(folder, 'tsconfig.json')) };
};

export const createNodesV2 = [
  '{apps,libs,tools}/**/package.json',
  (files, _, { workspaceRoot }) => files.map((file) => {
    const root = dirname(file);
    return [file, { projects: { [root]: { root, targets: targetsOf(root, kindOf(join(workspaceRoot, root))) } } }];
  }),
];
