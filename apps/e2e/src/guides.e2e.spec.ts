import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { shellEnvironment } from '@sluice/tools/infra';
import { openStory } from './story.js';

const story = await openStory();
const run = promisify(execFile);

const guide = await readFile(new URL('../../../docs/guides/first-withdrawal.md', import.meta.url), 'utf8');

/** What the guide has its reader type, in one shell that stops at the first command that fails; and then more. */
async function typed(...more: readonly string[]): Promise<string[]> {
  const blocks = [...guide.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  const script = ['set -euo pipefail', ...blocks.map((block) => block.replaceAll('.local/stack.json', process.env['SLUICE_STACK'] ?? '')), ...more].join('\n');
  const { stdout } = await run('bash', ['-c', script], { env: await shellEnvironment() });
  return stdout.trim().split('\n');
}

describe('the guide to a first withdrawal', () => {
  it('pays what it says, and shows it', async () => {
    const lines = await typed('echo "$WITHDRAWAL" "$ACCOUNT"');
    const [id = '', accountId = ''] = lines.at(-1)?.split(' ') ?? [];
    expect(lines.at(-2)).toBe('true');
    expect(lines.filter((line) => / (intake|ledger|compliance|payout) (step|message|provider-call) /.test(line)).length).toBeGreaterThan(5);
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'EXECUTED', amount: '250.00' });
    expect((await story.bultra.account(accountId)).balance.total).toBe('750.00');
  });

  it('stops where the API refuses: no line of it is typed in vain', async () => {
    await expect(typed('bultra withdrawals/wth_000000000000000', 'echo never')).rejects.toMatchObject({ code: 22, stdout: expect.not.stringContaining('never') });
  });
});
