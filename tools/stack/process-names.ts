import type { Infrastructure } from '../infra/index.ts';
import type { Chains } from './chains.ts';
import { addressOf } from './plan.ts';
import type { Started } from './processes.ts';
import type { StackFile } from './stack-file.ts';

type Processes = StackFile['processes'];

export const ownNames = (started: readonly Started[]): Processes => Object.fromEntries(started.map(({ record: { name, pid, port } }) => [name, { pid, management: addressOf(port) }]));

export const chainPrefix = 'chain-';

export const chainNames = (chains: Chains): Processes => Object.fromEntries(Object.entries(chains).map(([name, { pid }]) => [`${chainPrefix}${name}`, { pid }]));

/** The words of the stack file: "gateway" there is the app, not what stands before the database engine. */
export function outsideNames({ processes }: Infrastructure): Processes {
  const { postgres, mongod, gateway, ...others } = processes;
  const database = mongod ?? postgres;
  return { ...others, ...(database && { database }), ...(gateway && { 'database-gateway': gateway }) };
}
