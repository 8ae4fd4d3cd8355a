import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { exchange } from '@sluice/tools/client';
import { apiNames, clientTypes, clientTypesFile } from '@sluice/tools/client-types';
import { openStory } from './story.js';

const folder = fileURLToPath(new URL('../../../libs/clients/examples/', import.meta.url));

/** What the example program says, run as its first line says; SLUICE_STACK is passed on to it. */
const said = (name: string): Promise<string[]> => new Promise((resolve, reject) => {
  execFile(process.execPath, ['--disable-warning=ExperimentalWarning', `${folder}${name}.ts`], (error, stdout, stderr) => {
    if (error === null) resolve(stdout.trim().split('\n'));
    else reject(new Error(`${name} failed: ${stderr}`));
  });
});

describe('the example of a client', () => {
  it.each([
    ['bultra', [/^wth_\d+ of 25\.00 USD is EXECUTED\.$/, /^1000\.00 USD: INSUFFICIENT_FUNDS, .+$/, /^wth_\d+ 25\.00 EXECUTED$/]],
    ['wealthkernel', [/^wth-\w+ of 100 GBP is Settled\.$/, /^Another portfolio: One or more validation errors occurred\. \(portfolioId: .+\)$/, /^Deposit 250 Settled$/, /^Withdrawal -100 Settled$/]],
    ['braid', [/^[0-9a-f-]{36} of 25\.00 USDC is completed\.$/, /^1000\.00 USDC: insufficient_funds, .+$/, /^[0-9a-f-]{36} 25\.00 completed$/]],
    ['operators', [/^The books of acme are balanced: .+\.$/, /^Withdrawals: .+\.$/, /^wth_1: not_found, .+$/]],
  ])('of %s runs to its end against a running stack', async (name, lines) => {
    expect(await said(name)).toEqual(lines.map((line) => expect.stringMatching(line)));
  });
});

describe('the types of a client', () => {
  it.each(apiNames)('of %s are those of the document that the gateway serves (npm run generate)', async (api) => {
    const { stack: { gateway } } = await openStory();
    const { status, body } = await exchange(`${gateway}/${api === 'operators' ? 'ops/v1' : api}/openapi.json`);
    expect(status).toBe(200);
    expect(await readFile(clientTypesFile(api), 'utf8')).toBe(await clientTypes(body as Readonly<Record<string, unknown>>));
  });
});
