import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { idFrom } from '@sluice/kernel';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { z } from 'zod';
import type { Checkpoint } from '../deposits/transfer-scan.js';

export const CHAIN_CURSORS = 'chain_cursors';

export const chainCursorsSchema = aggregateSchema({ checkpoints: [Object] });

const cursorSchema = z.object({ checkpoints: z.array(z.object({ block: z.int().min(0), hash: z.string() })) });
type Cursor = z.output<typeof cursorSchema>;

const MOST_CHECKPOINTS = 100;

/** A chain belongs to no tenant. */
const causeFor = (chain: string) => ({ id: idFrom('cursor', chain), tenantId: 'shared' });

/** How far each chain's transfers were read, by the chain's name. */
@Injectable()
export class ChainCursors extends AggregateStore<Cursor> {
  constructor(@InjectModel(CHAIN_CURSORS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, cursorSchema);
  }

  /** Newest first. */
  async of(chain: string): Promise<readonly Checkpoint[]> {
    return (await this.find(chain))?.state.checkpoints ?? [];
  }

  /** Another instance may have come further: its place stands. */
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
