import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { appNames } from '../stack/plan.ts';
import { root } from '../workspace.ts';
import { configurationPage } from './configuration-page.ts';
import { environmentOfApp, environmentsOfApps, namesOf, type AppEnvironment, type Variable } from './environments.ts';

const port: Variable = { name: 'PORT', description: 'HTTP', mustBe: 'a port number', needed: 'no', default: '3000', secret: false };
const key: Variable = { name: 'KEY', description: 'Signs | seals', mustBe: '32 letters', needed: 'outside of the sandbox', default: undefined, secret: true };
const address: Variable = { name: 'BANK_URL', description: 'The bank', mustBe: 'an http(s) address', needed: 'always', default: undefined, secret: false };
const environment = (service: string, ...variables: Variable[]): AppEnvironment => ({ service, variables, check: () => undefined });

describe('the page of all variables', () => {
  it('is what the code says (npm run generate)', async () => {
    expect(readFileSync(join(root, 'docs/operating/configuration.md'), 'utf8')).toBe(configurationPage(await environmentsOfApps('src')));
  });

  it('has what every service reads once, and then what is of each', () => {
    const page = configurationPage([environment('ledger', port), environment('payout', port, key, address)]);
    expect(page.match(/`PORT`/g)).toHaveLength(1);
    expect(page).toContain('## Every service\n| variable | is | must be | unless given |\n|---|---|---|---|\n| `PORT` | HTTP | a port number | `3000` |\n');
    expect(page).toContain('## ledger\nNothing beside what every service reads.\n');
    expect(page).toContain('| `KEY` (secret) | Signs \\| seals | 32 letters | **needed** outside of the sandbox |\n| `BANK_URL` | The bank | an http(s) address | **needed** |\n');
  });

  it('changes with a variable that comes, goes or has another default', () => {
    const page = configurationPage([environment('ledger', port), environment('payout', port, key)]);
    for (const other of [[port], [port, key, address], [port, { ...key, secret: false }]]) expect(configurationPage([environment('ledger', port), environment('payout', ...other)])).not.toBe(page);
    expect(configurationPage([environment('ledger', { ...port, default: '80' }), environment('payout', port, key)])).not.toBe(page);
  });
});

describe('the variables of every service', () => {
  it('are described, each in words', async () => {
    const environments = await environmentsOfApps('src');
    expect(environments.map(({ service }) => service)).toEqual([...appNames].sort());
    const bare = environments.flatMap(({ service, variables }) => variables.filter(({ description, mustBe }) => description === '' || mustBe === 'any text' || /^(Invalid|Too )/.test(mustBe)).map(({ name }) => `${service} ${name}`));
    expect(bare).toEqual([]);
  });

  it('are secret where their names say so', async () => {
    const open = (await environmentsOfApps('src')).flatMap(({ variables }) => variables.filter(({ name, secret }) => /(KEY|SECRET|MNEMONIC|PASSWORD|ACCESS_KEY_ID)$/.test(name) && !/PUBLIC_KEY$/.test(name) && !secret));
    expect(open).toEqual([]);
  });

  it('have no secret whose file has the name of another variable', async () => {
    for (const { variables } of await environmentsOfApps('src')) {
      const names = new Set(variables.map(({ name }) => name));
      expect(variables.filter(({ name, secret }) => secret && names.has(`${name}_FILE`))).toEqual([]);
    }
  });

  it('are those of every service where one has none of its own', async () => {
    expect(namesOf(await environmentOfApp('ledger', 'src'))).toContain('MONGODB_URI_FILE');
    expect(namesOf(await environmentOfApp('ledger', 'src'))).not.toContain('PORT_FILE');
    expect(namesOf(await environmentOfApp('ledger', 'src'))).not.toContain('BANK_URL');
  });
});
