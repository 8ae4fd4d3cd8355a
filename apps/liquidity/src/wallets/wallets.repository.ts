import { Injectable } from '@nestjs/common';
import { send } from '@sluice/contract-kit';
import { walletMoved } from '@sluice/contract-liquidity';
import { DomainError, idFrom } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { aggregate, repositoryOf, type Decide, type PageLimits, type Versioned, type Page } from '@sluice/persistence';
import { getAddress } from 'viem';
import { z } from 'zod';
import type { Checkpoint } from '../wallet-deposits/transfer-scan.js';
import { walletSchema, type Wallet } from './wallet.js';

/** Addresses of one query: as many as the payees of a chain's busy minute. */
const ADDRESSES_AT_ONCE = 1_000;

export const wallets = aggregate({
  collection: 'wallets', state: walletSchema, storedNames: { allocations: 'claims' }, thing: 'wallet',
  indexes: [
    { tenantId: 1, createdAt: -1, _id: -1 },
    { address: 1 },
  ],
});

/** Portfolio wallets by id, each with its allocations: one document, so that no two withdrawals allocate the same value. */
@Injectable()
export class Wallets extends repositoryOf(wallets) {
  /** Every change of an existing wallet is announced, so that its balance can be sent to the client. */
  override change(id: string, cause: Cause, decide: Decide<Wallet>): Promise<Versioned<Wallet> | null> {
    return super.change(id, cause, async (current) => {
      const change = await decide(current);
      return change?.state && current ? { ...change, send: [...(change.send ?? []), send(walletMoved, { walletId: id })] } : change;
    });
  }

  /** Wallets of any tenant by their addresses, in lower case as they are given. */
  async byAddress(addresses: readonly string[]): Promise<ReadonlyMap<string, Versioned<Wallet>>> {
    const found: Versioned<Wallet>[] = [];
    for (let at = 0; at < addresses.length; at += ADDRESSES_AT_ONCE) {
      const some = addresses.slice(at, at + ADDRESSES_AT_ONCE);
      found.push(...(await this.findWhere({ address: { $in: [...some.map((address) => getAddress(address)), ...some] } })));
    }
    return new Map(found.map((wallet) => [wallet.state.address.toLowerCase(), wallet]));
  }

  /** Newest first. @throws DomainError `invalid_request` when `after` is no wallet of the tenant's. */
  list(tenantId: string, limits: PageLimits): Promise<Page<Versioned<Wallet>>> {
    return this.page(tenantId, { by: 'createdAt' }, limits);
  }

  protected override unknownPageEnd(): DomainError {
    return new DomainError('invalid_request', 'There is no such wallet to go on after.');
  }
}

const cursorSchema = z.object({ checkpoints: z.array(z.object({ block: z.int().min(0), hash: z.string() })) });

const MOST_CHECKPOINTS = 100;

/** A chain belongs to no tenant. */
const causeFor = (chain: string) => ({ id: idFrom('cursor', chain), tenantId: 'shared' });

export const chainCursors = aggregate({ collection: 'chain_cursors', state: cursorSchema });

/** How far the transfers of each chain were read, by the chain's name. A wallet is opened only once every chain has a cursor. */
@Injectable()
export class ChainCursors extends repositoryOf(chainCursors) {
  private areAllKnown = false;

  /** @throws while the transfers on one of these chains were never read. */
  async requireAll(chains: readonly string[]): Promise<void> {
    if (this.areAllKnown) return;
    const known = new Set((await this.findWhere({})).map(({ id }) => id));
    const missing = chains.find((chain) => !known.has(chain));
    if (missing !== undefined) throw new Error(`The transfers on ${missing} are not watched yet.`);
    this.areAllKnown = true;
  }

  /** Newest first. */
  async of(chain: string): Promise<readonly Checkpoint[]> {
    return (await this.find(chain))?.state.checkpoints ?? [];
  }

  /** Another instance may have come further: its checkpoint stays. */
  async save(chain: string, newest: Checkpoint): Promise<void> {
    await this.change(chain, causeFor(chain), (current) => {
      const known = current?.state.checkpoints ?? [];
      if (known.some(({ block }) => block >= newest.block)) return null;
      return { state: { checkpoints: [newest, ...known].slice(0, MOST_CHECKPOINTS) } };
    });
  }

  async dropAfter(chain: string, block: number): Promise<void> {
    await this.change(chain, causeFor(chain), (current) => current && { state: { checkpoints: current.state.checkpoints.filter((checkpoint) => checkpoint.block < block) } });
  }
}
