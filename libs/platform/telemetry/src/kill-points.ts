import { channel } from 'node:diagnostics_channel';
import { currentLogFields } from './work-context.js';

/** What a process does that outlives it, or that it learns from outside. `change`: of an aggregate, by the message that caused it. */
export type KillPointKind = 'write' | 'change' | 'publish' | 'confirm' | 'send' | 'reply' | 'acknowledge';

/** A moment at which a process may die: just before or just after such a step. */
export interface KillPoint {
  readonly kind: KillPointKind;
  readonly subject: string;
  readonly side: 'before' | 'after';
  /** For which withdrawal, where that is known. */
  readonly withdrawalId: string | undefined;
}

/** Whoever tests what a death at each point leaves behind listens here. Nothing of Sluice does. */
const points = channel('sluice:kill-points');

export const areKillPointsWatched = (): boolean => points.hasSubscribers;

/** Costs nothing and does nothing unless somebody listens. */
export function passKillPoint(kind: KillPointKind, subject: string, side: KillPoint['side']): void {
  if (points.hasSubscribers) points.publish({ kind, subject, side, withdrawalId: currentLogFields().withdrawalId } satisfies KillPoint);
}

/** The step between its two points. The second is passed however the step ends: an error is an answer too. */
export async function betweenKillPoints<T>(kind: KillPointKind, subject: string, step: () => Promise<T>): Promise<T> {
  if (!points.hasSubscribers) return step();
  passKillPoint(kind, subject, 'before');
  return step().finally(() => passKillPoint(kind, subject, 'after'));
}

/** A call to the outside: before it is made, when it is on its way, and when its answer is there. The caller passes the last point, `reply` `after`. */
export async function sendBetweenKillPoints<T>(subject: string, call: () => Promise<T>): Promise<T> {
  passKillPoint('send', subject, 'before');
  const answer = call();
  passKillPoint('send', subject, 'after');
  return answer.finally(() => passKillPoint('reply', subject, 'before'));
}
