import { idFrom, Money } from '@sluice/kernel';
import { DepositBooking } from '../../../../apps/liquidity/src/wallet-deposits/wallet-deposits.process.js';
import { violationsIn } from './checks/invariants.js';
import { withdrawalsIn } from './checks/stored.js';
import { Bank } from './outside/bank.js';
import { addressOf, Chain } from './outside/chain.js';
import { Custodian } from './outside/custodian.js';
import { ChainObservationTeller } from './outside/tell-chain-observations.js';
import { tellPayout } from './outside/tell-payout.js';
import type { Document } from './store/documents.js';
import { live } from './story/account-story.js';
import { Client, TENANT } from './story/client.js';
import { IN_A_WALLET, openBooks, portfolios, wallets } from './story/fixtures.js';
import { livePortfolio } from './story/portfolio-story.js';
import { liveOnChain, payeeOf } from './story/wallet-story.js';
import { CHAIN } from './world/chain-outside.js';
import { plansOf, type Plan } from './story/plans.js';
import { Chance } from './time/chance.js';
import { useTime } from './time/globals.js';
import { faultsOf, type Fault } from './world/faults.js';
import { services, type Outside } from './world/services.js';
import type { Service, ServiceProcess } from './world/process.js';
import { World } from './world/world.js';

/** All that a run follows from. */
export interface Script {
  readonly seed: number;
  readonly plans: readonly Plan[];
  readonly faults: readonly Fault[];
  /** All databases are restored from a backup, and the broker is new. */
  readonly restore?: { readonly backupAtMs: number; readonly restoredAfterMs: number } | undefined;
}

export interface Result {
  readonly script: Script;
  readonly violations: readonly string[];
  /** Faults that found something to happen to, in words. */
  readonly happened: readonly string[];
  /** State of each withdrawal at the end. */
  readonly ends: Readonly<Record<string, string>>;
  readonly steps: number;
  readonly effects: number;
  /** The same for the same run: of all its effects, in their order and with their times. */
  readonly fingerprint: number;
}

/** Looks at what is due next and goes there: sixty days of waiting take no time. */
const MOST_JUMPS = 60;
const BEGINS_WITHIN_MS = 3_000;

/** Services that run in two processes. */
const IN_TWO = 0.15;
const A_MOMENT_MS = 1_000;

export const scriptOf = (seed: number): Script => {
  const plans = plansOf(seed);
  return { seed, plans, faults: faultsOf(seed, plans.length) };
};

const EARLIEST_BACKUP_MS = 500;
const LATEST_BACKUP_MS = 9_000;
const MOST_LOST_MS = 6_000;

/**
 * A seed's withdrawals without faults, in which all that was done for a while is lost. None is from a wallet: what watches a chain is a stand-in here, which
 * tells once what it has seen.
 */
export const restoredScriptOf = (seed: number): Script => {
  const chance = new Chance(seed, 'restore');
  const restore = { backupAtMs: chance.between(EARLIEST_BACKUP_MS, LATEST_BACKUP_MS), restoredAfterMs: chance.between(1, MOST_LOST_MS) };
  return { seed, plans: plansOf(seed).filter(({ kind }) => kind !== 'wallet'), faults: [], restore };
};

/** Runs worlds, one after the other, in this process. */
export class Runner {
  private outside: Outside | null = null;
  private readonly services: readonly Service[];
  private beginning: ReadonlyMap<string, readonly Document[]> | null = null;

  constructor() {
    this.services = services(() => {
      if (this.outside === null) throw new Error('There is no world.');
      return this.outside;
    });
  }

  async run(script: Script): Promise<Result> {
    this.beginning ??= await this.begin();
    const { world, outside } = this.world(script, this.beginning);
    const client = new Client(world);
    world.effects.faultsOn = true;
    for (const plan of script.plans) world.effects.soon(new Chance(script.seed, plan.id).below(BEGINS_WITHIN_MS), gatewayIn(world), () => lived(plan, client));
    const told = script.restore === undefined ? new Set<string>() : lostIn(world, script.restore, client);
    await world.settle();
    await this.waitOut(world);
    const left = { plans: script.plans, store: world.store, payments: [...outside.bank.payments.values()], custodian: outside.custodian, chain: outside.chain, outcomes: client.outcomes.filter(({ withdrawalId }) => !told.has(withdrawalId)), lying: world.broker.lying() };
    const kept = script.plans.filter(({ id }) => !told.has(id));
    const isOfKept = (violation: string): boolean => told.size === 0 || kept.some(({ id }) => violation.includes(id));
    const violations = [...world.effects.problems, ...violationsIn(left)].filter(isOfKept);
    useTime(null);
    return {
      script, violations, fingerprint: world.effects.fingerprint, happened: world.effects.happened, steps: world.scheduler.steps, effects: world.effects.count,
      ends: Object.fromEntries(withdrawalsIn(world.store).map(({ _id, state }) => [_id, state])),
    };
  }

  /** Until every withdrawal has ended: what waits for a time is let wait no longer. */
  private async waitOut(world: World): Promise<void> {
    for (let jumps = 0; jumps < MOST_JUMPS && withdrawalsIn(world.store).some(({ endedAt }) => endedAt === undefined); jumps += 1) {
      const next = nextDueIn(world);
      if (next === null) return;
      world.advanceTo(TENANT, next + A_MOMENT_MS);
      await world.settle();
    }
  }

  private async begin(): Promise<ReadonlyMap<string, readonly Document[]>> {
    const { world } = this.world({ seed: 0, plans: [], faults: [] }, null);
    await world.settle();
    await world.until(openBooks(new Client(world), (walletId, units) => arrive(world, walletId, units)));
    await world.settle();
    return world.store.snapshot();
  }

  private world({ seed, plans, faults }: Script, begin: ReadonlyMap<string, readonly Document[]> | null): { world: World; outside: Outside } {
    const instances = new Chance(seed, 'instances');
    const two = new Set(this.services.map(({ name }) => name).filter((name) => name !== 'gateway' && instances.happens(IN_TWO)));
    const world = new World({ seed, faults, ...(begin && { begin }) });
    this.outside = outsideOf(world, seed, plans);
    world.populate(this.services, (service) => (two.has(service) ? 2 : 1));
    return { world, outside: this.outside };
  }
}

/**
 * Makes the backup and restores it in time. @returns the withdrawals of which somebody was told something in between, as soon as it is known: that is lost, and so
 * is what it led to.
 */
function lostIn(world: World, { backupAtMs, restoredAfterMs }: NonNullable<Script['restore']>, client: Client): Set<string> {
  const told = new Set<string>();
  world.scheduler.after(backupAtMs, null, () => {
    const backup = world.store.snapshot();
    const known = new Set(withdrawalsIn(world.store).map(({ _id }) => _id));
    const before = client.outcomes.length;
    world.scheduler.after(restoredAfterMs, null, () => {
      for (const { withdrawalId } of client.outcomes.slice(before)) told.add(withdrawalId);
      for (const { _id } of withdrawalsIn(world.store)) if (!known.has(_id)) told.add(_id);
      world.restore(backup);
    });
  });
  return told;
}

function lived(plan: Plan, client: Client): Promise<void> {
  switch (plan.kind) {
    case 'account': return live(plan, client);
    case 'portfolio': return livePortfolio(plan, client);
    case 'wallet': return liveOnChain(plan, client);
  }
}

function gatewayIn(world: World): ServiceProcess {
  const gateway = world.processOf('gateway');
  if (gateway === undefined) throw new Error('The gateway does not run.');
  return gateway;
}

/** What liquidity does when it sees USDC arrive: intake has it booked. */
async function arrive(world: World, walletId: string, units: bigint): Promise<void> {
  const process = world.processOf('liquidity');
  const depositId = `deposit-${walletId}`;
  await process?.get(DepositBooking).note(depositId, { walletId, chain: CHAIN, units }, { id: idFrom('wallet-deposit', depositId), tenantId: TENANT });
}

function outsideOf(world: World, seed: number, plans: readonly Plan[]): Outside {
  const chance = new Chance(seed, 'outside');
  const between = (least: number, most: number): number => chance.between(least, most);
  const after = (delayMs: number, work: () => void): void => world.afterOnTenantsClock(delayMs, work);
  const bankWay = (endToEndId: string) => {
    const plan = plans.find(({ id }) => endToEndId.startsWith(`${id}:`));
    return plan === undefined || plan.kind === 'wallet' ? 'settles' : plan.bank;
  };
  const custodianWay = (portfolioId: string) => plans.find((plan) => plan.kind === 'portfolio' && portfolios[plan.portfolio].portfolioId === portfolioId);
  const teller = new ChainObservationTeller(world);
  const chain = new Chain({ now: () => world.tenantNow, after, between }, (to) => {
    const plan = plans.find(({ id }) => payeeOf(id) === to);
    return plan?.kind === 'wallet' ? plan.chain : 'delivers';
  }, (key, observation) => teller.tell(key, observation));
  for (const { walletId } of Object.values(wallets)) chain.mint(addressOf(walletId), Money.parse(IN_A_WALLET, 'USDC').units);
  return {
    chain,
    bank: new Bank({ now: () => new Date(world.tenantNow).toISOString(), after, between }, bankWay, (notice) => tellPayout(world, notice)),
    custodian: new Custodian({ now: () => world.tenantNow, after, between }, (portfolioId) => {
      const plan = custodianWay(portfolioId);
      return plan?.kind === 'portfolio' ? plan.custodian : 'fills';
    }),
  };
}

/**
 * When something is to happen next, on the tenant's clock; null: nothing waits for a time. As long as somebody outside is about to
 * do something, whoever asks him again and again meanwhile is not waited for.
 */
function nextDueIn(world: World): number | null {
  const outsideAt = world.nextPromiseAt;
  const due = [...world.store.all()].filter(([name]) => outsideAt === Infinity || name === 'intake.withdrawals')
    .flatMap(([, { documents }]) => [...documents.values()]).flatMap(({ dueAt }) => (dueAt instanceof Date ? [dueAt.getTime()] : []));
  const next = Math.min(outsideAt, ...due);
  return next === Infinity ? null : Math.max(world.tenantNow, next);
}
