import { describe, expect, it } from '@jest/globals';
import { lockIsComplete } from './lock.ts';

const findings = (packages: object) => lockIsComplete.check([{ path: 'package-lock.json', text: JSON.stringify({ packages }) }]);

describe('a lock that npm can install from', () => {
  it.each([
    ['beside', { '': { dependencies: { a: '1' } }, 'node_modules/a': { dependencies: { b: '1' } }, 'node_modules/b': {} }],
    ['inside', { 'node_modules/a': { dependencies: { b: '1' } }, 'node_modules/a/node_modules/b': {} }],
    ['a level up', { 'node_modules/a/node_modules/b': { dependencies: { c: '1' } }, 'node_modules/a/node_modules/c': {} }],
    ['at the root, for a workspace', { 'apps/ledger': { dependencies: { a: '1' } }, 'node_modules/a': {} }],
    ['for every platform', { 'node_modules/a': { optionalDependencies: { '@a/linux': '1', '@a/darwin': '1' } }, 'node_modules/@a/linux': {}, 'node_modules/@a/darwin': {} }],
  ])('holds what is named %s', (_where, packages) => {
    expect(findings(packages)).toEqual([]);
  });
});

describe('a lock that npm refuses', () => {
  it('lacks a package for another platform', () => {
    expect(findings({ 'node_modules/a': { optionalDependencies: { '@a/linux': '1', '@a/darwin': '1' } }, 'node_modules/@a/linux': {} }))
      .toEqual(['package-lock.json: node_modules/a names @a/darwin, which is not there.']);
  });

  it('holds a package only where it cannot be seen', () => {
    expect(findings({ 'node_modules/a': { dependencies: { c: '1' } }, 'node_modules/b/node_modules/c': {} })).toHaveLength(1);
  });

  it('lacks what the project itself wants', () => {
    expect(findings({ '': { dependencies: { a: '1' } } })).toHaveLength(1);
  });
});
