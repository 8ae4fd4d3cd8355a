import { Injectable } from '@nestjs/common';
import type { ReplyOf, RequestContract } from '@sluice/contract-kit';
import type { z } from 'zod';

/** For whom a request is made. */
export interface RequestContext {
  readonly tenantId: string;
  readonly withdrawalId?: string | undefined;
  /** How long to wait for the reply; 10 s unless told. */
  readonly timeoutMs?: number | undefined;
}

@Injectable()
export class Requests {
  async request<C extends RequestContract>(contract: C, ask: z.input<C['ask']>, context: RequestContext): Promise<ReplyOf<C>> {
    throw new Error(`not there yet: ${contract.type} ${String(ask)} ${context.tenantId}`);
  }
}
