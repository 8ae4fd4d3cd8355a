import { stopChains } from '../chains/start-chains.ts';
import { stopInfrastructure } from '../infra/index.ts';
import type { StackPlace } from './place.ts';
import { remove } from './private-file.ts';
import { stopProcess } from './processes.ts';
import { readRecords } from './records.ts';
import { supervisorName } from './supervisor.ts';

/** Ends every process of a stack, apps before chains, broker and database; safe to call when some or all of them are gone. */
export async function stopStack(place: StackPlace): Promise<void> {
  await remove(place.stackFile);
  const records = await readRecords(place);
  // First, or it would start again what is stopped.
  await Promise.all(records.filter(({ name }) => name === supervisorName).map(stopProcess));
  await Promise.all((await readRecords(place)).map(stopProcess));
  await remove(place.recordFile);
  await stopChains(place.chainsFolder);
  await stopInfrastructure(place.jaegerFolder);
  await stopInfrastructure(place.infrastructureFolder);
}
