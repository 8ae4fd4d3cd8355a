import { stopChains } from '../chains/start-chains.ts';
import { stopInfrastructure } from '../infra/index.ts';
import type { StackPlace } from './place.ts';
import { remove } from './private-file.ts';
import { stopProcess } from './processes.ts';
import { readRecords } from './records.ts';

/** Ends every process of a stack, apps before chains, broker and database; safe to call when some or all of them are gone. */
export async function stopStack(place: StackPlace): Promise<void> {
  await remove(place.stackFile);
  await Promise.all((await readRecords(place)).map(stopProcess));
  await remove(place.recordFile);
  await stopChains(place.chainsFolder);
  await stopInfrastructure(place.infrastructureFolder);
}
