import { describe, expect, it } from '@jest/globals';
import { textRules } from './rules.ts';

async function findings(path: string, text = ''): Promise<string[]> {
  const found = await Promise.all(textRules.map(async (rule) => ((await rule.check([{ path, text }])).length > 0 ? rule.name : null)));
  return found.filter((name) => name !== null);
}

describe('a working tree as it should be', () => {
  it.each([
    ['apps/ledger/src/handlers/place-hold.handler.ts', '// Why: a hold is placed once.\nexport {};'],
    ['libs/kernel/src/database-name.ts', 'export const name = "sluice";'],
    ['apps/payout/src/adapters/typed-data.ts', ''],
    ['k8s/base/ledger/deployment.yaml', 'kind: Deployment'],
    ['docs/guide.md', '| a | b |\n|---|---|\n----------'],
    ['tools/infra/mirror.unit.spec.ts', "it('reads', () => use('http://mirror.example/debian'));"],
  ])('%s gives nothing to complain about', async (path, text) => {
    expect(await findings(path, text)).toEqual([]);
  });
});

describe('a working tree as it should not be', () => {
  it.each([
    ['a drawer', 'libs/kernel/src/money.utils.ts', '', 'names say what is inside'],
    ['a drawer of a folder', 'libs/helpers/money.ts', '', 'names say what is inside'],
    ['capitals in a name', 'libs/kernel/src/moneyParser.ts', '', 'file names are kebab-case'],
    ['a banner', 'libs/kernel/src/money.ts', '// ========== Money ==========', 'no banners'],
    ['something left for later', 'libs/kernel/src/money.ts', '// TODO: round', 'nothing is left for later'],
    ['a skipped test', 'libs/kernel/src/money.unit.spec.ts', "it.skip('adds', () => {});", 'no test is skipped or alone'],
    ['a test alone', 'libs/kernel/src/money.unit.spec.ts', "describe.only('money', () => {});", 'no test is skipped or alone'],
    ['a path of one machine', 'docs/guide.md', 'see /root/notes.md', 'nothing of one machine or network'],
    ['a host of one network', '.npmrc', 'registry=https://registry.corp.test/npm/', 'nothing of one machine or network'],
    ['a lock that names its registry', 'package-lock.json', '"resolved": "https://packages.test/a.tgz"', 'the lock names no registry'],
  ])('%s is found', async (_what, path, text, rule) => {
    expect(await findings(path, text)).toContain(rule);
  });

  it('two decisions with one number are found', async () => {
    const files = ['0001-a.md', '0001-b.md'].map((name) => ({ path: `docs/decisions/${name}`, text: '' }));
    const all = await Promise.all(textRules.map(async (rule) => rule.check(files)));
    expect(all.flat()).toEqual(['docs/decisions/0001 is there twice.']);
  });
});
