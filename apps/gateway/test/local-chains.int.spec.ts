import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayUnderTest, type Answer } from './gateway-under-test.js';

/** A development node: its time is that of its latest block, and goes on only when it is told to. */
class FakeNode {
  timestamp = Math.floor(Date.now() / 1_000) - 100;
  refuses = false;
  readonly asked: string[] = [];
  private waiting = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeNode> {
    const node: FakeNode = new FakeNode(createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => response.end(JSON.stringify(node.answer(JSON.parse(Buffer.concat(chunks).toString()) as { method: string; params: number[] }))));
    }));
    await new Promise<void>((resolve) => node.server.listen(0, '127.0.0.1', resolve));
    return node;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer({ method, params }: { method: string; params: number[] }): object {
    this.asked.push(method);
    if (this.refuses) return { error: { code: -32_000, message: 'no' } };
    if (method === 'evm_increaseTime') this.waiting += params[0] ?? 0;
    if (method === 'evm_mine') [this.timestamp, this.waiting] = [this.timestamp + this.waiting, 0];
    return { result: method === 'eth_getBlockByNumber' ? { timestamp: `0x${this.timestamp.toString(16)}` } : '0x0' };
  }
}

let folder: string;
let nodes: [FakeNode, FakeNode];
let gateway: GatewayUnderTest;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chains-'));
  nodes = [await FakeNode.start(), await FakeNode.start()];
  const chainsFile = join(folder, 'chains.json');
  await writeFile(chainsFile, JSON.stringify({ ethereum: { id: 1, rpcUrl: nodes[0].url }, base: { id: 8_453, rpcUrl: nodes[1].url } }));
  gateway = await GatewayUnderTest.start({ chainsFile });
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all(nodes.map((node) => node.stop()));
  await rm(folder, { recursive: true });
});

const advance = (by: string, caller: 'acme-ops' | 'globex-ops' = 'acme-ops'): Promise<Answer> => gateway.as(caller, 'POST', '/ops/v1/clock/advance', { by });
const seconds = ({ body }: Answer): number => Math.floor(Date.parse(String(body['now'])) / 1_000);

describe('the local chains', () => {
  it('are not behind a tenant whose clock was advanced', async () => {
    const now = seconds(await advance('PT48H'));
    for (const { timestamp } of nodes) expect([timestamp >= now, timestamp <= now + 5]).toEqual([true, true]);
  });

  it('stay where they are when a tenant advances who is behind the others', async () => {
    const [{ timestamp }] = nodes;
    const moves = nodes[0].asked.filter((method) => method === 'evm_increaseTime').length;
    await advance('PT1H', 'globex-ops');
    expect(nodes[0].timestamp - timestamp).toBeLessThan(60);
    expect(nodes[0].asked.filter((method) => method === 'evm_increaseTime').length - moves).toBeLessThanOrEqual(1);
  });

  it('go no further than they have to when many advance at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => advance('PT1H')));
    const furthest = Math.max(...answers.map(seconds));
    for (const { timestamp } of nodes) expect([timestamp >= furthest - 1, timestamp <= furthest + 60]).toEqual([true, true]);
  });

  it('that do not follow make the advance fail, and are caught up with by the next', async () => {
    nodes[1].refuses = true;
    expect((await advance('PT1H')).status).toBe(503);
    nodes[1].refuses = false;
    const now = seconds(await advance('PT1S'));
    expect(nodes[1].timestamp).toBeGreaterThanOrEqual(now - 1);
  });
});
