import { legApprovalQueued, legApprovalRequested, legSigned } from '@sluice/contract-payout';
import { after } from '@sluice/kernel';
import type { SigningReport } from '../providers/signer.js';
import type { Authorization, ChainLeg } from './chain-leg.js';
import { cancelled, failed } from './ends.js';
import { looking } from './waiting.js';
import { quietly, telling, type Turn } from './telling.js';

/** How long an authorization may wait for its approval and its broadcast. */
export const VALID_FOR = '24h';

/** What the signer will be asked, stored before it is asked. */
export function asking(leg: ChainLeg, terms: Pick<Authorization, 'from' | 'nonce' | 'validBefore' | 'sinceBlock' | 'request'>, now: Date): Turn {
  const requestedAt = now.toISOString();
  const authorization: Authorization = { ...terms, requestedAt, approvalValidBefore: after(now, VALID_FOR).toISOString(), isVoid: false };
  return quietly({ ...leg, status: 'asking', authorization, nextAt: requestedAt, fruitless: 0 });
}

/** It comes after another leg's approval; told again when that is another leg than before. */
export function queuedBehind(leg: ChainLeg, blockedBy: string, now: Date): Turn {
  const waiting = looking(leg, 'line', now);
  return leg.blockedBy === blockedBy ? quietly(waiting) : telling({ ...waiting, blockedBy }, legApprovalQueued, { blockedBy });
}

/** It is first in its line. */
export const firstInLine = ({ blockedBy: _, ...leg }: ChainLeg, now: Date): Turn => quietly({ ...leg, status: 'planned', nextAt: now.toISOString(), fruitless: 0 });

export const isExpired = ({ authorization }: ChainLeg, now: Date): boolean => authorization !== undefined && now >= new Date(authorization.approvalValidBefore);

export const expired = (leg: ChainLeg, now: Date): Turn => failed(leg, 'usdc_authorization_expired', now);

/** The leg after the signer has spoken of its activity. */
export function heardFromSigner(leg: ChainLeg, report: SigningReport, now: Date): Turn {
  if (leg.authorization === undefined) return quietly(leg);
  const authorization: Authorization = { ...leg.authorization, activityId: report.activityId };
  switch (report.status) {
    case 'pending': return pending({ ...leg, authorization }, now);
    case 'signed': return signed(leg, { ...authorization, signature: report.signature }, now);
    case 'failed': return failed({ ...leg, authorization: { ...authorization, isVoid: true } }, 'turnkey_activity_failed', now);
    case 'rejected': return cancelled({ ...leg, authorization: { ...authorization, isVoid: true } }, 'customer', now);
  }
}

function signed({ vote: _, ...leg }: ChainLeg, authorization: Authorization, now: Date): Turn {
  return telling({ ...leg, authorization, status: 'signed', nextAt: now.toISOString(), fruitless: 0 }, legSigned, {});
}

/** Awaited by the customer where the customer is asked; a policy that decides alone just takes its time. */
function pending(leg: ChainLeg, now: Date): Turn {
  const { authorization, payment, status } = leg;
  if (authorization?.activityId === undefined) return quietly(looking(leg, 'signer', now));
  if (payment?.approval !== 'customer' || status === 'awaiting') return quietly(looking(leg, 'signer', now));
  const { activityId, requestedAt, approvalValidBefore } = authorization;
  const awaiting = looking({ ...leg, status: 'awaiting', fruitless: 0 }, 'signer', now);
  return telling(awaiting, legApprovalRequested, { turnkeyActivityId: activityId, approvalRequestedAt: requestedAt, approvalValidBefore });
}
