import { CommandError } from './errors.ts';
import type { Fields } from './raw-bson.ts';

type Reply = Promise<Buffer | Fields>;

interface LastWrite {
  txnNumber: bigint;
  reply: Reply;
  usedAtMs: number;
}

const SESSION_LIFETIME_MS = 30 * 60_000;

/**
 * The last write of each session with its reply. A driver that lost its connection sends the write again under the same
 * number, and must get the first one's reply instead of a second write.
 */
export class RetryableReplies {
  private readonly lastWrites = new Map<string, LastWrite>();

  once(session: string, txnNumber: bigint, write: () => Reply): Reply {
    const last = this.lastWrites.get(session);
    if (last && txnNumber < last.txnNumber) {
      throw new CommandError(225, `Number ${txnNumber} of this session is older than its last write, ${last.txnNumber}`);
    }
    if (last?.txnNumber === txnNumber) return last.reply;
    const reply = write();
    this.lastWrites.set(session, { txnNumber, reply, usedAtMs: Date.now() });
    reply.catch(() => this.forgetFailed(session, reply)); // What failed may be tried again.
    return reply;
  }

  endSession(session: string): void {
    this.lastWrites.delete(session);
  }

  dropExpired(nowMs: number): void {
    for (const [session, { usedAtMs }] of this.lastWrites) {
      if (nowMs - usedAtMs > SESSION_LIFETIME_MS) this.lastWrites.delete(session);
    }
  }

  private forgetFailed(session: string, reply: Reply): void {
    if (this.lastWrites.get(session)?.reply === reply) this.lastWrites.delete(session);
  }
}
