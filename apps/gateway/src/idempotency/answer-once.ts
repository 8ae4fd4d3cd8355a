import { Injectable } from '@nestjs/common';
import { DomainError, idFrom, newId } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import { GatewayConfig } from '../gateway.config.js';
import type { JsonObject } from '../http/json.js';
import { HttpProblem } from '../http/problem.js';
import type { Reply } from '../http/reply.js';
import { fingerprintOf, judge, newRequestIds, type IdempotencyRecord, type KeyedRequest, type RequestIds } from './idempotency-record.js';
import { IdempotencyRecords } from './idempotency-records.repository.js';

/** A record to work under. Taken over: whoever had it before may have done something. */
type Held = IdempotencyRecord & { readonly isTakenOver: boolean };

export type Effect = (ids: RequestIds) => Promise<Reply>;

const conflict = (): HttpProblem => new HttpProblem('idempotency_conflict', 'This idempotency key was used with another body.');

const inFlight = (): HttpProblem =>
  new HttpProblem('idempotency_in_flight', 'A request with this idempotency key is still in flight.', { 'Retry-After': '1' });

const idOf = ({ tenantId, dialect, method, path, key }: KeyedRequest): string => idFrom('idempotency', tenantId, dialect, method, path, key);

/** Refused for certain: nothing was done, so the key is free again. Of any other failure the outcome is unknown. */
const isRefusal = (error: unknown): boolean => error instanceof DomainError || error instanceof HttpProblem;

/** Sees to it that requests with one idempotency key have one effect and one answer, whatever dies in between. */
@Injectable()
export class AnswerOnce {
  constructor(private readonly records: IdempotencyRecords, private readonly config: GatewayConfig) {}

  /**
   * Answers the call, or gives the answer it was given before. The effect must be safe to repeat with the same ids and must
   * then come to the same reply. Without a key it is simply done.
   * @throws HttpProblem `idempotency_conflict`, `idempotency_in_flight`, and whatever the effect throws
   */
  async answer(call: Call, effect: Effect): Promise<Reply> {
    return this.answerTo(call, call.json(), effect);
  }

  /** As `answer`, for a call whose body is no JSON: `content` stands for it, and is different for another body. */
  async answerTo(call: Call, content: JsonObject | null, effect: Effect): Promise<Reply> {
    const { idempotencyKey: key, tenantId, method, path } = call;
    if (key === undefined) return effect(newRequestIds());
    return this.once({ tenantId, dialect: call.client.kind, method, path, key, fingerprint: fingerprintOf(content) }, effect);
  }

  private async once(request: KeyedRequest, effect: Effect): Promise<Reply> {
    const id = idOf(request);
    const held = await this.take(id, request);
    return 'status' in held ? held : this.carryOut(id, held, effect);
  }

  /** A refusal did nothing. What an earlier request under this key did is not known by it: then the ids stay, and only the lease ends. */
  private async refused(id: string, { holder, isTakenOver }: Held): Promise<void> {
    await (isTakenOver ? this.records.release(id, holder) : this.records.forget(id, holder));
  }

  /** The record to work under, or the answer that was given already. */
  private async take(id: string, request: KeyedRequest): Promise<Held | Reply> {
    for (;;) {
      const now = new Date();
      const lease = { holder: newId(), leaseUntil: new Date(now.getTime() + this.config.idempotencyLeaseMs) };
      const taken = await this.records.take(id, request, { fingerprint: request.fingerprint, ids: newRequestIds(), answer: null, ...lease });
      if (taken) return { ...taken, isTakenOver: false };
      const record = await this.records.find(id);
      if (!record) continue;
      const verdict = judge(record, request.fingerprint, now);
      if (verdict.kind === 'answered') return verdict.answer;
      if (verdict.kind === 'conflict') throw conflict();
      if (verdict.kind === 'in_flight') throw inFlight();
      if (await this.records.takeOver(id, record, lease)) return { ...record, ...lease, isTakenOver: true };
    }
  }

  private async carryOut(id: string, held: Held, effect: Effect): Promise<Reply> {
    try {
      const reply = await effect(held.ids);
      await this.records.store(id, reply);
      return reply;
    } catch (error) {
      await (isRefusal(error) ? this.refused(id, held) : this.records.release(id, held.holder));
      throw error;
    }
  }
}

/** Finds out which request with a key is the first, where the answer is not stored but made anew. */
@Injectable()
export class FirstRequests {
  constructor(private readonly records: IdempotencyRecords) {}

  /** True once for a key at this path, in all instances and however many come at the same time. */
  async take({ tenantId, client, method, path }: Call, key: string): Promise<boolean> {
    const request = { tenantId, dialect: client.kind, method, path, key, fingerprint: fingerprintOf(null) };
    const record = { fingerprint: request.fingerprint, ids: newRequestIds(), holder: newId(), leaseUntil: new Date(0), answer: null };
    return (await this.records.take(idFrom('first-request', tenantId, client.kind, method, path, key), request, record)) !== null;
  }
}
