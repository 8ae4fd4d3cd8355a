import type { BodyOf } from '@sluice/contract-kit';
import type { deliverLeg } from '@sluice/contract-payout';
import type { ChainObservation, Transactions, UsdcAuthorization } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import type { TenantSettings, Timers, Versioned } from '@sluice/persistence';
import { joined, left, type ApprovalLine, type ApprovalLines, type LineName } from '../src/chain-payments/approval-lines.repository.js';
import { ApprovalQueue } from '../src/chain-payments/approval-queue.js';
import { hasEnded, keyOf, latestEvent, type ChainLeg, type LegChange } from '../src/chain-payments/chain-leg.js';
import { ChainLegProcess, TransactionEvents } from '../src/chain-payments/chain-leg.process.js';
import { LegSending } from '../src/chain-payments/chain-leg.sending.js';
import { LegSigning } from '../src/chain-payments/chain-leg.signing.js';
import { closed, stopped, voted, type Fate } from '../src/chain-payments/chain-leg.transitions.js';
import type { ChainLegs } from '../src/chain-payments/chain-legs.repository.js';
import { ChainPaymentsController } from '../src/chain-payments/chain-payments.controller.js';
import type { Signer, SigningReport, SigningRequest } from '../src/providers/signer.js';
import type { AuthorizationRef, Transfer, Usdc } from '../src/providers/usdc.js';

type Command = BodyOf<typeof deliverLeg>;
type Hash = `0x${string}`;
type Fire = (due: Versioned<ChainLeg>, cause: Cause) => Promise<unknown>;
type RecordEvent = (event: ChainObservation & { key: string; owner: string; chain: 'base'; sequence: number }, cause: Cause) => Promise<unknown>;

/** What a crash or the network makes of the next call outside. */
export type CallFate = 'answered' | 'lost' | 'crash-before' | 'crash-after';
class Crash extends Error {}

const tenantId = 'acme';
const replyAddress = { replyTo: 'intake' };

/** A transaction as the chain has it. */
interface Sent { readonly nonce: Hash; readonly withdrawal: string; status: 'pending' | 'done' | 'reverted' | 'final' | 'refused'; isAnnounced: boolean; sequence: number }

/** The service's own parts around stores, a signer and a chain that are kept in memory, and that fail on request. */
export class ChainLegWorld {
  now = new Date('2026-02-05T11:00:00.000Z');
  readonly legs = new Map<string, Versioned<ChainLeg>>();
  readonly lines = new Map<string, ApprovalLine>();
  readonly joins: string[] = [];
  readonly approvalsRequested: string[] = [];
  readonly published: { type: string; key: string }[] = [];
  readonly activities = new Map<string, SigningReport>();
  readonly sent = new Map<string, Sent>();
  /** Transfers on the present chain: nonce by the withdrawal's leg. */
  readonly transfers: { readonly nonce: Hash; readonly legId: string }[] = [];
  nextFate: CallFate = 'answered';
  signerSays: 'signs' | 'fails' | 'rejects' = 'signs';
  private isDown = false;
  private fireLeg: Fire = () => Promise.resolve();
  private recordEvent: RecordEvent = () => Promise.resolve();
  private readonly controller: ChainPaymentsController;

  constructor() {
    const legs = legStore(this) as unknown as ChainLegs;
    const lines = lineStore(this) as unknown as ApprovalLines;
    const settings = { now: () => Promise.resolve(this.now) } as unknown as TenantSettings;
    const timers = { watch: (_: unknown, fire: Fire) => { this.fireLeg = fire; } } as unknown as Timers;
    const transactions = { watch: (_: string, record: RecordEvent) => { this.recordEvent = record; } } as unknown as Transactions;
    const [signer, usdc] = [signerOf(this), usdcOf(this)];
    const queue = new ApprovalQueue(lines, legs, settings);
    this.controller = new ChainPaymentsController(legs, queue, signer, settings);
    new ChainLegProcess(timers, legs, settings, queue, new LegSigning(legs, signer, usdc), new LegSending(legs, usdc, { gasFor: () => Promise.resolve(undefined) }), { stops: () => Promise.resolve(false) } as never).onModuleInit();
    new TransactionEvents(transactions, legs, settings).onModuleInit();
  }

  async deliver(body: Command): Promise<void> {
    await this.orCrash(() => this.controller.deliver({ id: 'x', type: 'payout.deliver-leg', tenantId, withdrawalId: `w-${body.legId}`, ...replyAddress, body } as never));
  }

  recall({ legId, attempt, walletId }: Command): void {
    const key = keyOf({ legId, attempt });
    const known = this.legs.get(key);
    const change = known ? stopped(known.state, this.now) : closed({ withdrawalId: `w-${legId}`, replyAddress, body: { legId, attempt, walletId } }, this.now);
    if (change) this.store(change);
  }

  vote({ legId, attempt }: Command, vote: 'approve' | 'reject'): void {
    const leg = this.legs.get(keyOf({ legId, attempt }))?.state;
    if (leg?.status === 'awaiting' && leg.vote === undefined) this.store(voted(leg, vote, this.now));
  }

  /** Does what is due next; time passes until then, and not much further. */
  async fire(which: number, fate: CallFate): Promise<void> {
    const due = [...this.legs.values()].filter(({ dueAt }) => dueAt !== null).sort((one, other) => Number(one.dueAt) - Number(other.dueAt));
    const leg = due[which % Math.max(due.length, 1)];
    if (!leg?.dueAt) return;
    if (leg.dueAt > this.now) this.now = leg.dueAt;
    this.nextFate = fate;
    await this.orCrash(() => this.fireLeg(leg, { id: 'timer', tenantId, timer: { aggregateId: leg.id, version: leg.version } }));
    this.nextFate = 'answered';
  }

  /** The chain takes a transaction into a block; a transfer whose authorization is used reverts. */
  async mine(which: number, isStarved: boolean): Promise<void> {
    const [key, sent] = this.pick(which, 'pending');
    if (sent === undefined || key === undefined) return;
    await this.announce(key, sent);
    const goesThrough = !isStarved && !this.transfers.some(({ nonce }) => nonce === sent.nonce);
    sent.status = goesThrough ? 'done' : 'reverted';
    if (goesThrough) this.transfers.push({ nonce: sent.nonce, legId: sent.withdrawal });
    await this.publish(key, sent, goesThrough ? { kind: 'confirmed', hash: hashOf(key), block: 1 } : { kind: 'reverted', hash: hashOf(key), block: 1, reason: 'reverted' });
  }

  async reorganise(which: number): Promise<void> {
    const [key, sent] = this.pick(which, 'done', 'reverted');
    if (sent === undefined || key === undefined) return;
    if (sent.status === 'done') this.transfers.splice(this.transfers.findIndex(({ nonce }) => nonce === sent.nonce), 1);
    sent.status = 'pending';
    await this.publish(key, sent, { kind: 'put-back' });
  }

  async finalise(which: number): Promise<void> {
    const [key, sent] = this.pick(which, 'done', 'reverted');
    if (sent === undefined || key === undefined) return;
    const succeeded = sent.status === 'done';
    sent.status = 'final';
    await this.publish(key, sent, { kind: 'final', hash: hashOf(key), block: 1, succeeded });
  }

  /** The node will not take it, for a reason of the contract's. */
  async refuse(which: number): Promise<void> {
    const [key, sent] = this.pick(which, 'pending');
    if (sent === undefined || key === undefined || sent.isAnnounced) return;
    sent.status = 'refused';
    const isUsed = this.transfers.some(({ nonce }) => nonce === sent.nonce);
    await this.publish(key, sent, { kind: 'refused', reason: isUsed ? 'FiatTokenV2: authorization is used or canceled' : 'Blacklistable: account is blacklisted' });
  }

  /** Somebody who saw the transaction carries its authorization out before it. */
  steal(which: number): void {
    const [, sent] = this.pick(which, 'pending', 'reverted', 'final');
    if (sent?.isAnnounced === true && !this.transfers.some(({ nonce }) => nonce === sent.nonce)) this.transfers.push({ nonce: sent.nonce, legId: sent.withdrawal });
  }

  private pick(which: number, ...statuses: Sent['status'][]): [string?, Sent?] {
    const all = [...this.sent].filter(([, { status }]) => statuses.includes(status));
    return all[which % Math.max(all.length, 1)] ?? [];
  }

  private async announce(key: string, sent: Sent): Promise<void> {
    if (sent.isAnnounced) return;
    sent.isAnnounced = true;
    await this.publish(key, sent, { kind: 'broadcast', hash: hashOf(key) });
  }

  /** Every event twice: it is delivered at least once. */
  private async publish(key: string, sent: Sent, item: ChainObservation): Promise<void> {
    sent.sequence += 1;
    const event = { ...item, key: `leg:${key}`, owner: 'payout', chain: 'base' as const, sequence: sent.sequence };
    for (let copy = 0; copy < 2; copy += 1) await this.recordEvent(event, { id: 'event', tenantId });
  }

  private async orCrash(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Crash) && (error as Error).name !== 'RetryLater' && !/still under way/.test(String(error))) throw error;
    }
    this.isDown = false;
  }

  outside<T>(call: () => T): Promise<T> {
    const fate = this.nextFate;
    this.nextFate = 'answered';
    if (fate === 'lost') return Promise.reject(new Error('No answer.'));
    this.isDown = fate !== 'answered';
    if (fate === 'crash-before') return Promise.reject(new Crash());
    const answer = call();
    return fate === 'crash-after' ? Promise.reject(new Crash()) : Promise.resolve(answer);
  }

  store({ leg, event }: LegChange): Versioned<ChainLeg> {
    const id = keyOf(leg);
    const written = { id, tenantId, version: (this.legs.get(id)?.version ?? 0) + 1, dueAt: leg.nextAt === undefined ? null : new Date(leg.nextAt), state: leg };
    this.legs.set(id, written);
    if (event) this.published.push({ type: event.contract.type, key: id });
    if (event?.contract.type === 'payout.leg-approval-requested') this.approvalsRequested.push(id);
    return written;
  }

  up(): void {
    if (this.isDown) throw new Crash();
  }
}

const hashOf = (key: string): Hash => `0x${Buffer.from(key).toString('hex').padEnd(64, '0').slice(0, 64)}`;

export const isOver = ({ state }: Versioned<ChainLeg>): boolean => hasEnded(state);

/** The legs' store, kept in memory; closed while the process is dead. */
export function legStore(world: ChainLegWorld) {
  return {
    find: (id: string) => Promise.resolve(world.legs.get(id) ?? null),
    attempts: (legId: string) => Promise.resolve([...world.legs.values()].filter(({ state }) => state.legId === legId).sort((one, other) => other.state.attempt - one.state.attempt)),
    open: (_: string, change: LegChange) => Promise.resolve(world.legs.has(keyOf(change.leg)) ? null : world.store(change)),
    sendLatestEvent: ({ id, state }: Versioned<ChainLeg>) => {
      const event = latestEvent(state);
      if (event) world.published.push({ type: event.contract.type, key: id });
      return Promise.resolve();
    },
    step: async (id: string, decide: (leg: ChainLeg) => LegChange | null, timer?: Cause['timer']) => {
      world.up();
      const found = world.legs.get(id);
      if (!found || (timer && timer.version !== found.version)) return null;
      const change = decide(found.state);
      return Promise.resolve(change && world.store(change));
    },
  };
}

/** The approval queues, kept in memory. */
export function lineStore(world: ChainLegWorld) {
  const idOf = ({ walletId, chain }: LineName): string => `${walletId}/${chain}`;
  return {
    join: (name: LineName, key: string) => {
      const next = joined(world.lines.get(idOf(name)) ?? null, key);
      if (next) world.joins.push(key);
      if (next) world.lines.set(idOf(name), next);
      return Promise.resolve();
    },
    leave: (name: LineName, key: string) => {
      const next = left(world.lines.get(idOf(name)) ?? null, key);
      if (next) world.lines.set(idOf(name), next);
      return Promise.resolve(world.lines.get(idOf(name))?.waiting ?? []);
    },
    waiting: (name: LineName) => Promise.resolve(world.lines.get(idOf(name))?.waiting ?? []),
  };
}

/** A signer in miniature: an activity for each request. */
export function signerOf(world: ChainLegWorld): Signer {
  const report = (request: string): SigningReport => world.activities.get(request) ?? { activityId: request, status: 'pending' };
  const end = (request: string, status: 'signed' | 'failed' | 'rejected'): SigningReport => {
    const known = report(request);
    if (known.status !== 'pending') return known;
    const ended = status === 'signed' ? { activityId: request, status, signature: '0x01' as const } : { activityId: request, status };
    world.activities.set(request, ended);
    return ended;
  };
  return {
    takesVotes: true,
    addressOf: () => Promise.resolve('0x01'),
    requestFor: ({ authorization }: { authorization: UsdcAuthorization }) => Promise.resolve(authorization.message.nonce),
    submit: ({ request, approval }: SigningRequest) => world.outside(() => {
      if (world.signerSays === 'fails') return end(request, 'failed');
      if (world.signerSays === 'rejects') return end(request, 'rejected');
      return approval === 'none' ? end(request, 'signed') : report(request);
    }),
    inquire: ({ request }: SigningRequest) => world.outside(() => report(request)),
    withdraw: ({ request }: SigningRequest) => world.outside(() => end(request, 'rejected')),
    vote: ({ request }: SigningRequest, vote: 'approve' | 'reject') => world.outside(() => end(request, vote === 'approve' ? 'signed' : 'rejected')),
  } as unknown as Signer;
}

/** USDC on a chain in miniature. */
export function usdcOf(world: ChainLegWorld): Usdc {
  return {
    has: () => true,
    head: () => Promise.resolve({ block: 1n, time: BigInt(Math.floor(world.now.getTime() / 1000)) }),
    balance: () => Promise.resolve(10n ** 12n),
    authorization: (transfer: Transfer) => ({ message: transfer }) as unknown as UsdcAuthorization,
    fate: ({ nonce, validBefore }: AuthorizationRef): Promise<Fate> => {
      const isUsed = world.transfers.some((transfer) => transfer.nonce === nonce);
      if (isUsed) return Promise.resolve({ kind: 'carried-out', txHash: '0xaa' });
      return Promise.resolve({ kind: world.now.getTime() / 1000 > Number(validBefore) ? 'dead' : 'unused' });
    },
    send: (key: string, { nonce }: Transfer) => world.outside(() => {
      const legId = key.slice(0, key.lastIndexOf('/'));
      if (!world.sent.has(key)) world.sent.set(key, { nonce, withdrawal: legId, status: 'pending', isAnnounced: false, sequence: 0 });
    }),
    includedIn: () => Promise.resolve(null),
  };
}
