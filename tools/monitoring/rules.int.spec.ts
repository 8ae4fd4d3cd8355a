import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { prometheusPrograms } from '../infra/index.ts';
import { run } from '../infra/system/run.ts';
import { allAlerts, ruleFile } from './rules.ts';
import { ruleTests } from './rule-tests.ts';

describe('the rules, by promtool', () => {
  let folder: string;
  let promtool: string;

  beforeAll(async () => {
    ({ promtool } = await prometheusPrograms());
    folder = await mkdtemp(join(tmpdir(), 'sluice-rules-'));
    await writeFile(join(folder, 'rules.yml'), ruleFile());
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function tested(...alerts: Parameters<typeof ruleTests>[1][]): Promise<readonly [number, string]> {
    await writeFile(join(folder, 'tests.yml'), ruleTests('rules.yml', ...alerts));
    const { code, stdout, stderr } = await run(promtool, ['test', 'rules', join(folder, 'tests.yml')]);
    return [code, stdout + stderr];
  }

  it('are rules', async () => {
    const { code, stdout } = await run(promtool, ['check', 'rules', join(folder, 'rules.yml')]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('fire and are quiet when they should', async () => {
    expect(await tested()).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('fail a case in which an alert does not fire, and one in which it is not quiet', async () => {
    const [one] = allAlerts.filter(({ name }) => name === 'InvariantBroken');
    if (one === undefined) throw new Error('There is no such alert.');
    const swapped = { ...one, fires: { ...one.fires, series: one.isQuiet }, isQuiet: one.fires.series };
    const [code, said] = await tested([swapped]);
    expect([code, said.match(/InvariantBroken (fires|is quiet)/g)]).toEqual([1, ['InvariantBroken fires', 'InvariantBroken is quiet']]);
  });
});
