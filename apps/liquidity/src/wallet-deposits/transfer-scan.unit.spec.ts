import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LoggedTransfer } from './wallet-deposit.js';
import { sum, type Wallet } from '../wallets/wallet.js';
import { TransferScan, type Checkpoint } from './transfer-scan.js';
import { credited, depositIdOf, type WalletDeposit } from './wallet-deposit.js';

const DEPTH = 3;
const OURS = '0xours';

interface Sent {
  readonly hash: string;
  readonly to: string;
  readonly units: bigint;
}

/** A chain whose blocks can be taken back: what was in them is sent again in another order, or never. */
class FakeChain {
  blocks: { readonly hash: string; readonly sent: readonly Sent[] }[] = [{ hash: 'b0', sent: [] }];
  private made = 0;
  private sentSoFar = 0;

  mine(sent: readonly Sent[] = []): void {
    this.made += 1;
    this.blocks.push({ hash: `b${this.made}`, sent });
  }

  transfer(units: bigint, to = OURS): void {
    this.sentSoFar += 1;
    this.mine([{ hash: `0x${this.sentSoFar}`, to, units }]);
  }

  /** One block more stands in the place of those taken back. */
  reorganise(depth: number, isLost: boolean): void {
    const back = this.blocks.splice(Math.max(this.blocks.length - depth, 1));
    this.mine(isLost ? [] : back.flatMap(({ sent }) => sent).toReversed());
    for (let count = 0; count < back.length; count += 1) this.mine();
  }

  get final(): number {
    return this.blocks.length - DEPTH;
  }

  logged(from: number, to: number): LoggedTransfer[] {
    return this.blocks.slice(from, to + 1).flatMap(({ sent }, index) => sent.map(({ hash, to: payee, units }, logIndex) => ({ hash, to: payee, units, block: from + index, logIndex })));
  }

  blockOf(hash: string): number | null {
    const found = this.blocks.findIndex(({ sent }) => sent.some((one) => one.hash === hash));
    return found < 0 ? null : found;
  }
}

/** What the services store, and the messages between them: delivered in any order, once or more. */
class FakeBooks {
  readonly deposits = new Map<string, WalletDeposit>();
  readonly ledger = new Map<string, bigint>();
  wallet: Wallet = { label: '', status: 'active', approvalPolicy: 'none', targets: [], address: '0x00', createdAt: '2026-02-05T11:00:00.000Z', allocations: [], cash: {}, flows: {}, countedDeposits: [] };
  checkpoints: Checkpoint[] = [];
  seen: string[] = [];
  settled: string[] = [];
  warnings = 0;
  nowMs = 0;

  note(transfer: LoggedTransfer): void {
    const id = depositIdOf('base', { hash: transfer.hash, position: 0 });
    const known = this.deposits.get(id);
    const seen = { hash: transfer.hash, position: 0, block: transfer.block };
    this.deposits.set(id, known ? { ...known, transfer: seen, isGone: false } : { walletId: 'w', chain: 'base', units: transfer.units, transfer: seen, status: 'seen', isGone: false });
    if (known === undefined) this.seen.push(id);
  }

  deliver(turn: number, repeat: boolean): void {
    const queue = turn % 2 === 0 ? this.seen : this.settled;
    const id = queue[turn % Math.max(queue.length, 1)];
    if (id === undefined) return;
    if (!repeat) queue.splice(queue.indexOf(id), 1);
    if (queue === this.seen) this.book(id);
    else this.settle(id);
  }

  private book(id: string): void {
    this.ledger.set(id, this.deposits.get(id)?.units ?? 0n);
    this.settled.push(id);
  }

  private settle(id: string): void {
    const deposit = this.deposits.get(id);
    if (deposit?.status !== 'seen') return;
    const done = new Set([...this.deposits].filter(([, { status }]) => status !== 'seen').map(([known]) => known));
    this.wallet = credited(this.wallet, id, deposit, done) ?? this.wallet;
    this.deposits.set(id, { ...deposit, status: 'booked' });
  }
}

function scanOf(chain: FakeChain, books: FakeBooks, fails: () => boolean = () => false): TransferScan {
  const failing = <T>(value: T): Promise<T> => (fails() ? Promise.reject(new Error('The node is away.')) : Promise.resolve(value));
  return new TransferScan('base', {
    finalBlock: () => failing(chain.final),
    block: (block) => failing(chain.blocks[block] === undefined ? null : { hash: chain.blocks[block].hash, parentHash: chain.blocks[block - 1]?.hash ?? '' }),
    transfers: (from, to) => failing(chain.logged(from, to)),
    noteAll: (transfers) => {
      const ours = transfers.filter(({ to, units }) => to === OURS && units > 0n);
      for (const transfer of ours) books.note(transfer);
      return failing(ours.length > 0);
    },
    checkAgain: (after) => {
      for (const [id, deposit] of books.deposits) {
        if (deposit.transfer === undefined || deposit.transfer.block <= after) continue;
        const block = chain.blockOf(deposit.transfer.hash);
        books.deposits.set(id, { ...deposit, transfer: { ...deposit.transfer, block: block ?? deposit.transfer.block }, isGone: block === null });
      }
      return failing(undefined);
    },
    checkpoints: () => failing(books.checkpoints),
    saveCheckpoint: (newest) => {
      if (!books.checkpoints.some(({ block }) => block >= newest.block)) books.checkpoints = [newest, ...books.checkpoints];
      return failing(undefined);
    },
    dropCheckpoints: (after) => {
      books.checkpoints = books.checkpoints.filter(({ block }) => block < after);
      return failing(undefined);
    },
    warn: () => void (books.warnings += 1),
    nowMs: () => books.nowMs,
  });
}

type Happening =
  | { readonly what: 'mine' | 'restart' | 'tick' | 'fail' }
  | { readonly what: 'transfer'; readonly units: bigint; readonly to: string }
  | { readonly what: 'reorganise'; readonly depth: number; readonly isLost: boolean }
  | { readonly what: 'deliver'; readonly turn: number; readonly repeat: boolean };

const happening = (deepest: number): fc.Arbitrary<Happening> => fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constantFrom('mine' as const, 'tick' as const, 'tick' as const, 'restart' as const, 'fail' as const) }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('transfer' as const), units: fc.bigInt({ min: 0n, max: 9n }), to: fc.constantFrom(OURS, OURS, '0xstranger') }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('reorganise' as const), depth: fc.integer({ min: 1, max: deepest }), isLost: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('deliver' as const), turn: fc.nat({ max: 20 }), repeat: fc.boolean() }) },
);

/** Two instances over one store; each is restarted, and each fails, at any time. */
async function after(events: readonly Happening[]): Promise<{ chain: FakeChain; books: FakeBooks }> {
  const [chain, books] = [new FakeChain(), new FakeBooks()];
  let calls = 0;
  let failsAt = -1;
  const start = (): TransferScan => scanOf(chain, books, () => (calls += 1) === failsAt);
  const scans = [start(), start()];
  await scans[0]?.tick();
  for (const [index, event] of events.entries()) {
    const scan = scans[index % 2];
    switch (event.what) {
      case 'mine': chain.mine(); break;
      case 'transfer': chain.transfer(event.units, event.to); break;
      case 'reorganise': chain.reorganise(event.depth, event.isLost); break;
      case 'deliver': books.deliver(event.turn, event.repeat); break;
      case 'restart': scans[index % 2] = start(); break;
      case 'fail': failsAt = calls + 1 + (index % 5); await scan?.tick().catch(() => undefined); failsAt = -1; break;
      case 'tick': await scan?.tick(); break;
    }
    expect(sum(Object.values(books.wallet.cash ?? {}))).toBeLessThanOrEqual(sum([...books.ledger.values()]));
  }
  for (let count = 0; count < 30; count += 1) chain.mine();
  books.nowMs += 60_000; // What a scan that failed had taken is looked for again when the place is next saved.
  for (const scan of scans) await scan.tick();
  for (let turn = 0; books.seen.length + books.settled.length > 0; turn += 1) books.deliver(turn, false);
  return { chain, books };
}

const onChain = (chain: FakeChain): bigint => sum(chain.logged(1, chain.final).filter(({ to }) => to === OURS).map(({ units }) => units));

describe('transfers to a wallet, in any order, with failures, restarts and two who watch', () => {
  it('are booked exactly once each, and ledger, wallet and chain agree', async () => {
    await fc.assert(fc.asyncProperty(fc.array(happening(DEPTH - 1), { maxLength: 60, size: 'max' }), async (events) => {
      const { chain, books } = await after(events);
      const carrying = chain.logged(1, chain.final).filter(({ to, units }) => to === OURS && units > 0n);
      expect([...books.deposits.keys()].toSorted((a, b) => a.localeCompare(b))).toEqual(carrying.map(({ hash }) => `base/${hash}/0`).toSorted((a, b) => a.localeCompare(b)));
      expect([sum([...books.ledger.values()]), books.wallet.cash?.base ?? 0n]).toEqual([onChain(chain), onChain(chain)]);
      expect([books.warnings, [...books.deposits.values()].filter(({ isGone }) => isGone)]).toEqual([0, []]);
    }), { numRuns: 300 });
  });

  it('that a reorganisation beyond finality has taken away are found, those that came back are booked once', async () => {
    await fc.assert(fc.asyncProperty(fc.array(happening(DEPTH + 8), { maxLength: 60, size: 'max' }), async (events) => {
      const { chain, books } = await after(events);
      const gone = [...books.deposits.values()].filter(({ isGone }) => isGone);
      expect([sum([...books.ledger.values()]), books.wallet.cash?.base ?? 0n]).toEqual([onChain(chain) + sum(gone.map(({ units }) => units)), onChain(chain) + sum(gone.map(({ units }) => units))]);
    }), { numRuns: 300 });
  });
});

describe('a scan', () => {
  it('counts nothing that is not final', async () => {
    const [chain, books] = [new FakeChain(), new FakeBooks()];
    const scan = scanOf(chain, books);
    for (let count = 0; count < 5; count += 1) chain.mine();
    await scan.tick();
    chain.transfer(7n);
    chain.mine();
    await scan.tick();
    expect(books.deposits.size).toBe(0);
    chain.mine();
    await scan.tick();
    expect([...books.deposits.keys()]).toEqual(['base/0x1/0']);
  });

  it('that begins at a chain’s first blocks, or at a chain without final ones, misses nothing after them', async () => {
    const [chain, books] = [new FakeChain(), new FakeBooks()];
    await scanOf(chain, books).tick();
    chain.transfer(7n);
    for (let count = 0; count < 5; count += 1) chain.mine();
    await scanOf(chain, books).tick();
    expect(books.deposits.size).toBe(1);
  });

  it('reads on in smaller pieces when a node refuses so much at once, and finds all', async () => {
    const [chain, books] = [new FakeChain(), new FakeBooks()];
    await scanOf(chain, books).tick();
    for (let count = 0; count < 40; count += 1) chain.transfer(1n);
    for (let count = 0; count < DEPTH; count += 1) chain.mine();
    const ranges: number[] = [];
    const scan = scanOf(chain, books);
    const ports = (scan as unknown as { ports: { transfers: (from: number, to: number) => Promise<LoggedTransfer[]> } }).ports;
    const read = ports.transfers;
    ports.transfers = (from, to) => {
      ranges.push(to - from + 1);
      return to - from + 1 > 10 ? Promise.reject(new Error('query returned more than 10000 results')) : read(from, to);
    };
    for (let tries = 0; tries < 8; tries += 1) await scan.tick().catch(() => undefined);
    expect([books.deposits.size, Math.max(...ranges)]).toEqual([40, 41]);
  });

  it('takes a chain that has become shorter than what was final for another one', async () => {
    const [chain, books] = [new FakeChain(), new FakeBooks()];
    const scan = scanOf(chain, books);
    await scan.tick();
    chain.transfer(7n);
    for (let count = 0; count < 9; count += 1) chain.mine();
    await scan.tick();
    chain.blocks.splice(1);
    for (let count = 0; count < 4; count += 1) chain.mine();
    await scan.tick();
    expect([books.warnings, books.deposits.get('base/0x1/0')?.isGone]).toEqual([1, true]);
  });
});
