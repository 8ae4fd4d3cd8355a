import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { BindingRecords, type Removal } from '@sluice/messaging';
import type { Connection } from 'mongoose';
import { isDuplicateKey } from './queries.js';

/** The routing key is the id. A removed one is kept: it says of an event still on its way that nobody waits for it. */
interface BindingDocument {
  readonly _id: string;
  readonly state: 'wanted' | 'removing' | 'removed';
  readonly wantedAt: Date;
  readonly removingSince?: Date;
}

const COLLECTION = 'bindings';

/** Removing takes one command to the broker; whoever has not finished by then has died. */
const REMOVED_WITHIN_MS = 60_000;

const abandoned = (now: Date) => ({ $lt: new Date(now.getTime() - REMOVED_WITHIN_MS) });

/** A service's bindings, in its own database. Two commands an instance each time it says what it wants. */
@Injectable()
export class MongoBindings extends BindingRecords {
  constructor(@InjectConnection() private readonly connection: Connection) {
    super();
  }

  override async want(keys: readonly string[]): Promise<{ known: boolean; busy: string[] }> {
    if (keys.length === 0) return { known: true, busy: [] };
    const wantedAt = new Date();
    const { matchedCount } = await this.collection.updateMany({ _id: { $in: [...keys] }, state: 'wanted' }, { $set: { wantedAt } });
    if (matchedCount === keys.length) return { known: true, busy: [] };
    const busy: string[] = [];
    for (const key of keys) if (!(await this.wantOne(key, wantedAt))) busy.push(key);
    return { known: false, busy };
  }

  override async nextUnwanted(since: Date): Promise<Removal | null> {
    const now = new Date();
    const unwanted = { $or: [{ state: 'wanted' as const, wantedAt: { $lt: since } }, { state: 'removing' as const, removingSince: abandoned(now) }] };
    const taken = await this.collection.findOneAndUpdate(unwanted, { $set: { state: 'removing', removingSince: now } }, { returnDocument: 'after' });
    return taken === null ? null : { key: taken._id, since: now };
  }

  override async removed({ key, since }: Removal): Promise<boolean> {
    const { matchedCount } = await this.collection.updateOne({ _id: key, state: 'removing', removingSince: since }, { $set: { state: 'removed' }, $unset: { removingSince: '' } });
    return matchedCount === 1;
  }

  override async isRemoved(key: string): Promise<boolean> {
    return (await this.collection.findOne({ _id: key, state: 'removed' })) !== null;
  }

  /** A record that is being removed at this moment does not match, and the insert that follows collides with it. */
  private async wantOne(key: string, wantedAt: Date): Promise<boolean> {
    const free = { _id: key, $or: [{ state: { $ne: 'removing' as const } }, { removingSince: abandoned(wantedAt) }] };
    try {
      await this.collection.updateOne(free, { $set: { state: 'wanted', wantedAt }, $unset: { removingSince: '' } }, { upsert: true });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  private get collection() {
    return this.connection.collection<BindingDocument>(COLLECTION);
  }
}
