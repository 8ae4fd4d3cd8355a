import { bridge, bridgeFailed } from '@sluice/contract-bridging';
import { send, type BodyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** All the carrying for one withdrawal; its id is the withdrawal's. */
export const bridgingSchema = z.object({
  /** No bridge is connected, so nothing has ever moved and every bridging has failed by the time it is stored. */
  status: z.literal('failed'),
  /** What was asked for; null when it was recalled before it was asked. */
  asked: bridge.body.nullable(),
  reason: z.enum(['no_route', 'recalled']),
});

export type Bridging = z.output<typeof bridgingSchema>;

/**
 * Without a bridge there is no route between any two chains: said once, and said again when asked again.
 * @throws DomainError `invalid_request` when the same withdrawal asks to carry something else.
 */
export function bridged(known: Bridging | null, asked: BodyOf<typeof bridge>): Change<Bridging> {
  if (known === null) return failed({ status: 'failed', asked, reason: 'no_route' });
  if (known.asked && !isDeepStrictEqual(known.asked, asked)) throw new DomainError('invalid_request', 'This withdrawal has asked to carry something else.');
  return failed(known, true);
}

/** Nothing is under way, so nothing arrives: the failure stands, and a bridging that was overtaken by its recall finds itself recalled. */
export function recalled(known: Bridging | null): Change<Bridging> {
  return known === null ? failed({ status: 'failed', asked: null, reason: 'recalled' }) : failed(known, true);
}

const failed = (bridging: Bridging, isStored = false): Change<Bridging> => ({
  ...(isStored ? {} : { state: bridging }),
  send: [send(bridgeFailed, { reason: bridging.reason })],
});
