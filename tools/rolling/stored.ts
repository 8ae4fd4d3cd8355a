import { MongoClient, type Db } from 'mongodb';
import { until } from '../client/index.ts';
import { readRecords } from '../stack/records.ts';
import type { StackPlace } from '../stack/place.ts';
import { added } from './next-release.ts';

export interface StoredCounts {
  /** Withdrawals that were in the added state, and of them those that have what they were told there. */
  readonly passed: number;
  readonly kept: number;
  /** Plans that have the added field. */
  readonly plans: number;
  /** Messages in the dead-letter stores of all services. */
  readonly parked: number;
}

const passed = { 'history.state': added.state };

/** What the services have stored, seen past all of them: an instance shows no field that it does not know. */
export class Stored {
  private readonly client: MongoClient;
  private readonly namespace: string;

  private constructor(uri: string, namespace: string) {
    this.client = new MongoClient(uri);
    this.namespace = namespace;
  }

  static async of(place: StackPlace): Promise<Stored> {
    const { MONGODB_URI = '', SLUICE_NAMESPACE = '' } = (await readRecords(place)).find(({ name }) => name === 'intake')?.env ?? {};
    return new Stored(MONGODB_URI, SLUICE_NAMESPACE);
  }

  async counts(services: readonly string[]): Promise<StoredCounts> {
    const withdrawals = this.of('intake').collection('withdrawals');
    const letters = await Promise.all(services.map((service) => this.of(service).collection('dead_letters').countDocuments()));
    return {
      passed: await withdrawals.countDocuments(passed),
      kept: await withdrawals.countDocuments({ ...passed, [`details.${added.field}`]: { $exists: true } }),
      plans: await this.of('liquidity').collection('plans').countDocuments({ [added.field]: { $exists: true } }),
      parked: letters.reduce((sum, count) => sum + count, 0),
    };
  }

  /** Withdrawals have been through the added state: they began when only instances of the next release ran. */
  async waitForTheAddedState(): Promise<void> {
    const before = (await this.counts([])).passed;
    await until('withdrawals go through the added state', () => this.counts([]), (now) => now.passed >= before + 3, { withinMs: 60_000 });
  }

  /** None that began under the tables of the next release is under way: the last instance that knows them may go. */
  async waitForTheOldTables(): Promise<void> {
    const underWay = () => this.of('intake').collection('withdrawals').countDocuments({ sagaVersion: 2, dueAt: { $exists: true } });
    await until('what began under the newer tables has ended', underWay, (count) => count === 0, { withinMs: 120_000 });
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private of(service: string): Db {
    return this.client.db(`${this.namespace}_${service}`);
  }
}
