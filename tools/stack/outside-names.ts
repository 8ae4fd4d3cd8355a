import type { Infrastructure } from '../infra/index.ts';
import type { StackFile } from './stack-file.ts';

/** The words of the stack file: "gateway" there is the app, not what stands before the database engine. */
export function outsideNames({ processes }: Infrastructure): StackFile['processes'] {
  const { postgres, mongod, gateway, ...others } = processes;
  const database = mongod ?? postgres;
  return { ...others, ...(database && { database }), ...(gateway && { 'database-gateway': gateway }) };
}
