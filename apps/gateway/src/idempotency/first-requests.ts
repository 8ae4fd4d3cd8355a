import { Injectable } from '@nestjs/common';
import { idFrom, newId } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import { Claims } from '../ports/claims.js';
import { fingerprintOf } from './fingerprint.js';
import { newRequestIds } from './request-ids.js';

/** Tells the first request with a key from its repetitions, where the answer is not kept but made anew. */
@Injectable()
export class FirstRequests {
  constructor(private readonly claims: Claims) {}

  /** True once for a key at this path, in all instances and however many ask at the same time. */
  async take({ tenantId, client, method, path }: Call, key: string): Promise<boolean> {
    const request = { tenantId, dialect: client.kind, method, path, key, fingerprint: fingerprintOf(null) };
    const record = { fingerprint: request.fingerprint, ids: newRequestIds(), holder: newId(), leaseUntil: new Date(0), answer: null };
    return (await this.claims.take(idFrom('first-request', tenantId, client.kind, method, path, key), request, record)) !== null;
  }
}
