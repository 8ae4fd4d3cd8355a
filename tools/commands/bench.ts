import { BultraClient, OperatorClient } from '../client/index.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, startStack, stopStack, type StackFile } from '../stack/index.ts';
import { carry, type Clients, type Load } from './bench/carry.ts';
import { processorTimeOf } from './bench/processor-time.ts';
import { report, type Figures } from './bench/report.ts';

const warmUp: Load = { withdrawals: 20, concurrency: 4, customers: 4 };
const load: Load = { withdrawals: 200, concurrency: 16, customers: 16 };

async function measure(clients: Clients, { processes }: StackFile, signal: AbortSignal): Promise<Omit<Figures, 'startUpSeconds'>> {
  progress(`Warming up with ${warmUp.withdrawals} withdrawals …`);
  await carry(clients, warmUp, signal);
  progress(`Carrying ${load.withdrawals} withdrawals, ${load.concurrency} at a time …`);
  const before = processorTimeOf(processes);
  const measured = await carry(clients, load, signal);
  const after = processorTimeOf(processes);
  return { ...measured, processorMs: Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? 0)])) };
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
  process.stdout.write(report(load, { startUpSeconds, ...(await measure(clients, stack, command.signal)) }));
});
