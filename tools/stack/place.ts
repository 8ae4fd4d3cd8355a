import { join } from 'node:path';
import { localFolder } from '../workspace.ts';

/** Stacks that may run side by side in one working tree: `stack` is the one that `up` leaves running. */
const stackNames = ['stack', 'demo', 'test', 'bench', 'kills', 'chaos', 'fuzz', 'rolling', 'drill'] as const;
export type StackName = (typeof stackNames)[number];

/** Where one stack keeps what it knows. Nothing outside of it is shared with another stack. */
export interface StackPlace {
  readonly name: StackName;
  readonly folder: string;
  /** For outside programs: addresses and secrets (spec: operator). */
  readonly stackFile: string;
  /** For the tools: how each process was started. */
  readonly recordFile: string;
  readonly clientsFile: string;
  /** What services must keep between themselves. */
  readonly secretsFile: string;
  readonly chainsFolder: string;
  /** For the services: where the chains are and what stands on them. */
  readonly chainsFile: string;
  readonly documentFolder: string;
  readonly infrastructureFolder: string;
  /** Of Jaeger, where the stack has one. */
  readonly jaegerFolder: string;
  readonly logFolder: string;
  /** What the simulated outside world remembers. */
  readonly journalFolder: string;
  /** How apps that are to be disturbed are told so, and at which points they died. */
  readonly disturbanceFolder: string;
  readonly lockFile: string;
}

export function placeOf(name: StackName): StackPlace {
  const folder = join(localFolder, name);
  return {
    name,
    folder,
    stackFile: name === 'stack' ? join(localFolder, 'stack.json') : join(folder, 'stack.json'),
    recordFile: join(folder, 'processes.json'),
    clientsFile: join(folder, 'clients.json'),
    secretsFile: join(folder, 'secrets.json'),
    chainsFolder: join(folder, 'chains'),
    chainsFile: join(folder, 'chains.json'),
    documentFolder: join(folder, 'documents'),
    infrastructureFolder: join(folder, 'infrastructure'),
    jaegerFolder: join(folder, 'jaeger'),
    logFolder: join(folder, 'logs'),
    journalFolder: join(folder, 'journals'),
    disturbanceFolder: join(folder, 'disturbance'),
    lockFile: join(folder, 'lock'),
  };
}

/** The place that a stack file belongs to; null for a stack that was not started from this working tree. */
export const placeOfStackFile = (file: string): StackPlace | null => stackNames.map(placeOf).find(({ stackFile }) => stackFile === file) ?? null;

/** Where a process finds the broker and the database. */
export interface Lines {
  readonly mongodbUri: string;
  readonly amqpUrl: string;
}

export interface StackOptions {
  /** True: data, journals and secrets of an earlier run are wiped first. */
  readonly fresh: boolean;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
  /** OpenTelemetry's variables for every app, beside those of the shell. */
  readonly telemetry?: Readonly<Record<string, string>>;
  /** True: a Jaeger of the stack's own is sent all spans. */
  readonly jaeger?: boolean;
  /** True: the apps can be killed at their points, and their clocks set wrong. */
  readonly disturbable?: boolean;
  /** Of every app; one unless told. */
  readonly instances?: number;
  /** Nodes of the broker, where it is started here; one unless told. */
  readonly brokerNodes?: number;
  /** The way from each process to broker and database; straight unless told. */
  readonly lines?: (process: string) => Lines;
}
