import { describe, expect, it } from '@jest/globals';
import { root } from '../workspace.ts';
import { createNodesV2 } from './targets.mjs';

type Found = [string, { projects: Record<string, { targets: Record<string, { options: { command: string }; cache: boolean }> }> }][];

const [pattern, find] = createNodesV2 as unknown as [string, (files: string[], options: undefined, context: { workspaceRoot: string }) => Found];
const targetsOf = (project: string) => find([`${project}/package.json`], undefined, { workspaceRoot: root })[0]?.[1].projects[project]?.targets ?? {};

describe('the targets of a project', () => {
  it('are build, test and lint of its folder, and cached', () => {
    const targets = targetsOf('apps/payout');
    expect(Object.fromEntries(Object.entries(targets).map(([name, { options }]) => [name, options.command]))).toEqual({
      build: 'node node_modules/typescript7/bin/tsc -b apps/payout', test: 'node tools/sluice.mjs test-unit apps/payout/', lint: 'eslint --max-warnings=0 apps/payout',
    });
    expect(Object.values(targets).every(({ cache }) => cache)).toBe(true);
  });

  it('bundle the console', () => {
    expect(targetsOf('apps/console')['build']?.options.command).toBe('node node_modules/vite/bin/vite.js build apps/console');
  });

  it('are without a build where nothing is compiled', () => {
    expect(Object.keys(targetsOf('tools'))).toEqual(['test', 'lint']);
  });

  it('are those of apps, libs and tools', () => {
    expect(pattern).toBe('{apps,libs,tools}/**/package.json');
  });
});
