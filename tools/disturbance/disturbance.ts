import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exchange, expectSuccess } from '../client/raw-requests.ts';
import { addressOf, type AppName } from '../stack/plan.ts';
import type { StackPlace } from '../stack/place.ts';
import { z } from 'zod';

export interface Disturbance {
  /** The point at which the process kills itself when it passes it next; null: at none. */
  readonly arm?: string | null;
  /** How far its clock is ahead of the machine's. */
  readonly clockAheadMs?: number;
  /** The seed by which its messages are repeated and shuffled; null: they are not. */
  readonly disorder?: number | null;
}

const passedSchema = z.object({ point: z.string(), withdrawalId: z.string().nullable() });
export type Passed = z.output<typeof passedSchema>;

/** Tells a running app of a stack how it is to be disturbed. @returns the points that it has passed since it was told last */
export async function disturb({ disturbanceFolder }: StackPlace, app: AppName, disturbance: Disturbance = {}): Promise<Passed[]> {
  const port = Number(await readFile(join(disturbanceFolder, `${app}.port`), 'utf8'));
  return expectSuccess(`Disturbing ${app}`, await exchange(addressOf(port), { method: 'POST', body: disturbance }), z.array(passedSchema));
}

/** The points at which processes have killed themselves, in their order. */
export async function deathsIn({ disturbanceFolder }: StackPlace): Promise<string[]> {
  const noted = await readFile(join(disturbanceFolder, 'deaths'), 'utf8').catch(() => '');
  return noted.split('\n').filter((line) => line !== '');
}
