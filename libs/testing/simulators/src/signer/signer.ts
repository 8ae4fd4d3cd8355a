import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import { z } from 'zod';
import { JsonLines } from '../json-lines.js';
import { SimulatorsOptions } from '../simulators.options.js';
import { activitySchema, activityStatuses, signatureSchema, type Activity, type SignRequest } from './activity.js';
import { Keys } from './keys.js';

const accountSchema = z.object({ organizationId: z.string(), walletId: z.string(), path: z.string(), address: z.string() });
export type Account = z.output<typeof accountSchema>;

const lineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('account'), account: accountSchema }),
  z.object({ event: z.literal('taken'), activity: activitySchema }),
  z.object({ event: z.literal('ended'), id: z.string(), status: z.enum(activityStatuses), signature: signatureSchema.optional() }),
]);
type Line = z.output<typeof lineSchema>;

/** What an activity comes to when it is taken. */
export type Start = 'signs' | 'waits' | 'fails' | 'is-rejected';

/** Activities and accounts of a signer. Its journal is all it knows. */
@Injectable()
export class Signer {
  private readonly accounts: Account[] = [];
  private readonly activities = new Map<string, Activity>();
  private readonly lines: JsonLines<Line>;
  private readonly keys: Keys | null;

  constructor({ journalFolder, mnemonic }: SimulatorsOptions) {
    this.keys = mnemonic === undefined ? null : new Keys(mnemonic);
    this.lines = new JsonLines(journalFolder, 'signer', lineSchema);
    for (const line of this.lines.readAll()) this.apply(line);
  }

  accountAt(organizationId: string, walletId: string, path: string): Account | null {
    return this.accounts.find((account) => account.organizationId === organizationId && account.walletId === walletId && account.path === path) ?? null;
  }

  accountOf(organizationId: string, address: string): Account | null {
    return this.accounts.find((account) => account.organizationId === organizationId && account.address.toLowerCase() === address.toLowerCase()) ?? null;
  }

  /** The account at this path, made unless it is there. */
  addAccount(organizationId: string, walletId: string, path: string): Account {
    const known = this.accountAt(organizationId, walletId, path);
    if (known) return known;
    const account = { organizationId, walletId, path, address: this.held().addressAt(path) };
    this.record({ event: 'account', account });
    return account;
  }

  find(organizationId: string, id: string): Activity | null {
    const activity = this.activities.get(id);
    return activity?.organizationId === organizationId ? activity : null;
  }

  byFingerprint(organizationId: string, fingerprint: string): Activity | null {
    return [...this.activities.values()].find((activity) => activity.organizationId === organizationId && activity.fingerprint === fingerprint) ?? null;
  }

  /** Takes a request; the same bytes are not taken again. */
  async take(request: SignRequest, fingerprint: string, start: Start): Promise<Activity> {
    const { organizationId } = request;
    const known = this.byFingerprint(organizationId, fingerprint);
    if (known) return known;
    const status = ({ signs: 'PENDING', waits: 'CONSENSUS_NEEDED', fails: 'FAILED', 'is-rejected': 'REJECTED' } as const)[start];
    const activity: Activity = { id: idFrom('activity', fingerprint), organizationId, fingerprint, request, status, takenAt: new Date().toISOString() };
    this.record({ event: 'taken', activity });
    return start === 'signs' ? this.complete(activity) : activity;
  }

  /** Null when no approval is awaited. */
  async vote(activity: Activity, vote: 'approve' | 'reject'): Promise<Activity | null> {
    if (activity.status !== 'CONSENSUS_NEEDED') return null;
    if (vote === 'approve') return this.complete(activity);
    this.record({ event: 'ended', id: activity.id, status: 'REJECTED' });
    return this.activities.get(activity.id) ?? activity;
  }

  private async complete(activity: Activity): Promise<Activity> {
    const { signWith, payload } = activity.request.parameters;
    const account = this.accountOf(activity.organizationId, signWith);
    if (account === null) throw new TypeError(`Nobody signs as ${signWith}.`);
    const signature = await this.held().signTypedData(account.path, payload);
    this.record({ event: 'ended', id: activity.id, status: 'COMPLETED', signature });
    return this.activities.get(activity.id) ?? activity;
  }

  private held(): Keys {
    if (this.keys === null) throw new TypeError('The signer holds no keys: WALLET_MNEMONIC was not given.');
    return this.keys;
  }

  private record(line: Line): void {
    this.lines.append(line);
    this.apply(line);
  }

  private apply(line: Line): void {
    if (line.event === 'account') this.accounts.push(line.account);
    else if (line.event === 'taken') this.activities.set(line.activity.id, line.activity);
    else {
      const known = this.activities.get(line.id);
      if (known) this.activities.set(line.id, { ...known, status: line.status, ...(line.signature ? { signature: line.signature } : {}) });
    }
  }
}

export const fingerprintOf = (body: Buffer): string => `sha256:${createHash('sha256').update(body).digest('hex')}`;
