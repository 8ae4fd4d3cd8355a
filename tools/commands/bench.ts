import { BultraClient, OperatorClient } from '../client/index.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, startStack, stopStack } from '../stack/index.ts';
import { carry, type Clients, type Load, type Measured } from './bench/carry.ts';
import { quantile } from './bench/quantiles.ts';

const warmUp: Load = { withdrawals: 20, concurrency: 4, customers: 4 };
const load: Load = { withdrawals: 200, concurrency: 16, customers: 16 };

function report(startUpSeconds: number, { seconds, latenciesMs }: Measured): string {
  const ms = (share: number) => `${Math.round(quantile(latenciesMs, share))} ms`;
  return [
    '',
    `start-up of the whole stack        ${startUpSeconds.toFixed(1)} s`,
    `withdrawals, ${load.concurrency} at a time          ${latenciesMs.length} in ${seconds.toFixed(1)} s: ${(latenciesMs.length / seconds).toFixed(1)} a second`,
    `acceptance to EXECUTED             median ${ms(0.5)}, p95 ${ms(0.95)}, slowest ${ms(1)}`,
    '',
  ].join('\n');
}

async function measure(clients: Clients, signal: AbortSignal): Promise<Measured> {
  progress(`Warming up with ${warmUp.withdrawals} withdrawals …`);
  await carry(clients, warmUp, signal);
  progress(`Carrying ${load.withdrawals} withdrawals, ${load.concurrency} at a time …`);
  return carry(clients, load, signal);
}

/** A first figure for the whole: how fast withdrawals get through all services on this machine. */
await runCommand(async (command) => {
  const place = placeOf('bench');
  await takeTurn(place, command);
  command.atEnd(() => stopStack(place));
  await build(command.signal);
  const startedAt = performance.now();
  const stack = await startStack(place, { fresh: true, progress, signal: command.signal });
  const startUpSeconds = (performance.now() - startedAt) / 1_000;
  const acme = stack.tenants['acme'];
  if (acme === undefined) throw new Error('The stack has no tenant acme.');
  const clients = { bultra: await BultraClient.signIn(stack, acme.bultra), operator: new OperatorClient(stack, 'acme') };
  process.stdout.write(report(startUpSeconds, await measure(clients, command.signal)));
});
