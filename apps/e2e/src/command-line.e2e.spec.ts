import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { until } from '@sluice/tools/client';
import { accepted, customerWith, openStory } from './story.js';

const story = await openStory();
const entry = fileURLToPath(new URL('../../../tools/operator.mjs', import.meta.url));
const settings = { SLUICE_URL: story.stack.gateway, SLUICE_OPS_KEY: story.stack.tenants['acme']?.ops.key ?? '' };

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npx sluice` with these arguments, as a process of its own. */
const sluice = (args: readonly string[], changes: Record<string, string> = {}): Promise<Ran> => new Promise((resolve) => {
  execFile(process.execPath, [entry, ...args], { env: { ...process.env, ...settings, ...changes } }, (error, stdout, stderr) => {
    resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
  });
});

async function said(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await sluice(args);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

const jsonOf = async <Shape>(...args: string[]): Promise<Shape> => JSON.parse(await said(...args, '--json')) as Shape;

describe('what operators look at', () => {
  it('is the list of withdrawals, the life of one drawn, and its events, one JSON object a line', async () => {
    const { id } = await accepted(story, await customerWith(story, '100.00'), '25.00');
    await story.bultra.ended(id);
    const [listed, drawn, events] = await Promise.all([jsonOf('withdrawals', '--text', id), said('timeline', id), sluice(['tail', '--once', '--withdrawal', id, '--json'])]);
    expect(listed).toMatchObject([{ dialectId: id, phase: 'settled', amount: { currency: 'USD', amount: '25.00' } }]);
    expect(drawn).toMatch(new RegExp(`^${id} .*\nbultra, 25.00 USD: settled, after .*\n[^]*├ ● intake +settled → settled`));
    const lines = events.stdout.trim().split('\n').map((line) => JSON.parse(line) as object);
    expect([events.code, lines[0], lines.at(-1)]).toEqual([0, expect.objectContaining({ type: 'withdrawal.created', dialectId: id }), expect.objectContaining({ type: 'withdrawal.settled' })]);
  });

  it('is what is stuck, and whether the books are right', async () => {
    const [stuck, books] = await Promise.all([said('stuck'), jsonOf('books')]);
    expect(stuck.split('\n')[0]).toMatch(/^id +phase +step +promised +overdue$/);
    expect(books).toMatchObject({ balanced: true, invariants: { ok: true } });
  });

  it('is each event as it is logged, until they have seen enough', async () => {
    const tail = spawn(process.execPath, [entry, 'tail', '--json'], { env: { ...process.env, ...settings } });
    const ended = once(tail, 'exit');
    const lines = createInterface({ input: tail.stdout })[Symbol.asyncIterator]();
    expect(await once(createInterface({ input: tail.stderr }), 'line')).toEqual(['Listening.']);
    const { id } = await accepted(story, await customerWith(story, '10.00'), '1.00');
    const seen: unknown[] = [];
    while (!seen.includes('withdrawal.settled')) {
      const event = JSON.parse(String((await lines.next()).value)) as { readonly dialectId: string; readonly type: string };
      if (event.dialectId === id) seen.push(event.type);
    }
    expect(seen[0]).toBe('withdrawal.created');
    tail.kill();
    expect(await ended).toEqual([0, null]);
  });
});

describe('what operators do', () => {
  it('lets money arrive, and shows the time', async () => {
    const { accountId } = await customerWith(story, '1.00');
    const [arrived, now] = await Promise.all([said('deposits', accountId, '2.50', '--currency', 'USD'), said('clock')]);
    expect(arrived).toBe(`2.50 arrived at ${accountId}.\n`);
    expect((await story.bultra.account(accountId)).balance.available).toBe('3.50');
    expect(now).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z\n$/);
  });

  it('stops payouts and releases them', async () => {
    const { id } = await jsonOf<{ id: string }>('pause', '--rail', 'solana', '--reason', 'To see that it stops.');
    expect(await said('pauses')).toMatch(new RegExp(`^${id} +solana +all +.*To see that it stops\\.$`, 'm'));
    expect(await said('release', id)).toBe('Payouts over solana begin again within a minute.\n');
    expect(await said('pauses')).not.toContain(id);
  });

  it('puts dead letters back, and gives them up', async () => {
    await story.operator.poison({ service: 'ledger' });
    const letters = () => jsonOf<readonly { readonly id: string; readonly cause: string; readonly attempts: number }[]>('dead-letters');
    const [letter] = await until('the message is parked', letters, (parked) => parked.length > 0);
    expect(await jsonOf('redrive', letter!.id, '--reason', 'To see that it comes again.')).toEqual({ count: 1 });
    await until('it is parked again', letters, (parked) => parked.some(({ id, attempts }) => id === letter!.id && attempts > letter!.attempts));
    expect(await said('discard', '--cause', letter!.cause, '--reason', 'It was put there by a test.')).toBe('1 message was given up.\n');
    expect(await letters()).toEqual([]);
  });
});

const UNKNOWN = 'wth_100000000000001';
const [gone, wrong, foreign] = [{ SLUICE_URL: 'http://127.0.0.1:9' }, { SLUICE_OPS_KEY: 'wrong' }, { SLUICE_OPS_KEY: story.stack.tenants['acme']?.braid.token ?? '' }];

describe('what goes wrong', () => {
  const cases: readonly (readonly [string, readonly string[], Record<string, string>, number, RegExp])[] = [
    ['an id that nothing has', ['timeline', UNKNOWN], {}, 4, /^There is no such withdrawal\.\n$/],
    ['a wrong key', ['stuck'], wrong, 4, /^The bearer token is not valid\.\n$/],
    ['the key of a client', ['tail'], foreign, 4, /^The bearer token is not valid\.\n$/],
    ['a tenant that is not the key’s', ['stuck', '--tenant', 'globex'], {}, 4, /^The key may not act for this tenant\.\n$/],
    ['a gateway that is away', ['tail'], gone, 3, /^The gateway does not answer: .*\n$/],
    ['an unknown command', ['withdraw'], {}, 2, /^Unknown command 'withdraw'.*\n$/],
    ['a phase that there is not', ['withdrawals', '--phase', 'done'], {}, 4, /^The request is not valid\. \(phase must be one of .*\)\n$/],
    ['an amount that is none', ['deposits', 'acc_1', 'much'], {}, 4, /^The request is not valid\. \(amount .*\)\n$/],
    ['a pause that there is not', ['release', 'p1'], {}, 4, /^There is no such pause\.\n$/],
  ];

  it('is said in one sentence, with an exit code of its kind', async () => {
    const seen = await Promise.all(cases.map(async ([what, args, changes]) => [what, await sluice(args, changes)]));
    expect(seen).toEqual(cases.map(([what, , , code, sentence]) => [what, { code, stdout: '', stderr: expect.stringMatching(sentence) }]));
  });
});
