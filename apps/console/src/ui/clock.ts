import { createSignal } from 'solid-js';

/** How far the tenant's clock is ahead of this machine's. A sandbox's may be days ahead. */
const [aheadMs, setAheadMs] = createSignal(0);
const [tick, setTick] = createSignal(Date.now());

setInterval(() => setTick(Date.now()), 1_000);

/** The time on the tenant's clock, to the second; what reads it is shown anew as time goes on. */
export const tenantNow = (): number => tick() + aheadMs();

export const setTenantNow = (now: string): void => {
  const ahead = Date.parse(now) - Date.now();
  // What is only the way of the answer is not worth a new drawing.
  if (Math.abs(ahead - aheadMs()) > 1_500) setAheadMs(ahead);
};
