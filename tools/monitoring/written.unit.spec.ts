import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../workspace.ts';
import { runbookOf } from './alert.ts';
import { dashboards, queriesOf } from './dashboards.ts';
import { allAlerts } from './rules.ts';
import { writtenFiles } from './written.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const runbooks = readdirSync(join(root, 'docs/operating/runbooks')).filter((name) => name !== 'README.md').map((name) => `docs/operating/runbooks/${name}`);

/** Metrics by the names that the code gives them, and those of every Node process. */
const counted = new Set(globSync('{apps,libs/*,libs}/*/src/**/*.ts', { cwd: root }).flatMap((file) => [...read(file).matchAll(/name: '(sluice_\w+)'/g)].map(([, name]) => name ?? '')));
const isCounted = (name: string): boolean => counted.has(name) || counted.has(name.replace(/_(bucket|count|sum)$/, '')) || /^(nodejs|process)_/.test(name);
const metricsIn = (query: string): string[] => query.match(/\b(sluice|nodejs|process)_\w+/g) ?? [];

describe('what watches Sluice', () => {
  it.each(Object.entries(writtenFiles()))('is in %s as `npm run generate` writes it', (path, content) => {
    expect(read(path)).toBe(content);
  });

  it('names no metric that nothing counts', () => {
    const queries = [...allAlerts.map(({ expression }) => expression), ...Object.values(dashboards).flatMap(queriesOf).map(({ query }) => query)];
    expect(queries.flatMap(metricsIn).length).toBeGreaterThan(60);
    expect(queries.flatMap(metricsIn).filter((name) => !isCounted(name))).toEqual([]);
    expect(isCounted('sluice_no_such_metric_bucket')).toBe(false);
  });
});

describe('alerts and runbooks', () => {
  it('belong together, each to one', () => {
    const named = [...new Set(allAlerts.map(({ name }) => runbookOf(name)))];
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(runbooks.filter((path) => !named.includes(path))).toEqual([]);
    expect(new Set(allAlerts.map(({ name }) => name)).size).toBe(allAlerts.length);
  });

  it.each(allAlerts.map(({ name }) => [name] as const))('%s: says what it means and what to do, under its name', (name) => {
    const page = read(runbookOf(name));
    expect(page).toMatch(new RegExp(`^# ${name.replace(/Fast$/, '')}\n`));
    for (const heading of ['## Look at', '## Do']) expect(page).toContain(heading);
    expect(read('docs/operating/runbooks/README.md')).toContain(`(${runbookOf(name).split('/').at(-1) ?? ''})`);
  });

  it('lead from one word to one path', () => {
    expect([runbookOf('DeadLettersLie'), runbookOf('CompletionBudgetBurnsFast')]).toEqual(['docs/operating/runbooks/dead-letters-lie.md', 'docs/operating/runbooks/completion-budget-burns.md']);
  });
});
