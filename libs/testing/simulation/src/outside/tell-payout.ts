import { BankCallbacksController, signatureOf } from '../../../../../apps/payout/src/bank-payments/bank-callbacks.controller.js';
import { CALLBACK_SECRET } from '../world/services.js';
import type { World } from '../world/world.js';
import { TENANT } from '../story/client.js';
import type { Notice } from './bank.js';

const REPEATED_AFTER_MS = 4_000;
const MOST_TELLINGS = 5;
const ON_ITS_WAY_MS = 30;

/** The bank's callback, signed as it has to be, and again until it is taken. */
export function tellPayout(world: World, notice: Notice, tellings = 1): void {
  let isTaken = false;
  if (tellings < MOST_TELLINGS) world.scheduler.after(REPEATED_AFTER_MS, null, () => (isTaken ? undefined : tellPayout(world, notice, tellings + 1)));
  const process = world.processOf('payout');
  if (process === undefined) return;
  world.scheduler.after(ON_ITS_WAY_MS, process, () => {
    const body = Buffer.from(JSON.stringify(notice));
    const seconds = Math.floor(Date.now() / 1_000);
    const signature = `t=${seconds},v1=${signatureOf(CALLBACK_SECRET, seconds, body)}`;
    process.get(BankCallbacksController).take(TENANT, body, 'application/json', signature).then(() => (isTaken = true), () => undefined);
  });
}
