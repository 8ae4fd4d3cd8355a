import type { CommandCounts } from './command-counts.ts';
import type { Cursors } from './cursors.ts';
import type { Engine } from './engine.ts';
import { CommandError } from './errors.ts';
import { decode, documentsInArray, elementsOf, pick, splitSequence, type Fields, type RawElement } from './raw-bson.ts';

/** Everything a client says that the engine does not take, or that the gateway sees to itself. */
const NOT_FOR_THE_ENGINE: ReadonlySet<string> = new Set([
  '$db', 'lsid', 'txnNumber', 'startTransaction', 'autocommit', '$clusterTime', '$readPreference', 'readConcern', 'writeConcern',
  'apiVersion', 'apiStrict', 'apiDeprecationErrors', 'maxTimeMS', 'stmtId', 'stmtIds', 'comment', 'commitQuorum', 'noCursorTimeout',
  'allowPartialResults', '$audit', '$client',
]);

/** A command as it came, with what handlers ask of it. */
export class CommandRequest {
  readonly name: string;
  readonly database: string;
  private readonly body: Buffer;
  private readonly elements: readonly RawElement[];
  private readonly sequences: ReadonlyMap<string, Buffer>;

  constructor(body: Buffer, sequences: ReadonlyMap<string, Buffer>) {
    this.body = body;
    this.sequences = sequences;
    this.elements = elementsOf(body);
    this.name = this.elements[0]?.name ?? '';
    const { $db: database } = this.fields('$db');
    this.database = typeof database === 'string' ? database : 'admin';
  }

  /** Only the named fields, decoded; 64-bit integers stay whole. */
  fields(...names: string[]): Fields {
    return decode(pick(this.body, this.elements, ({ name }) => names.includes(name)), { promoteLongs: false, promoteBuffers: false });
  }

  /** The collection the command is about. */
  collection(): string {
    const value = this.fields(this.name)[this.name];
    if (typeof value === 'string' && value !== '') return value;
    throw new CommandError(73, `Invalid namespace specified '${this.database}.${String(value)}'`);
  }

  /** The command's bytes as the engine takes them. */
  forEngine(): Buffer {
    return pick(this.body, this.elements, ({ name }) => !NOT_FOR_THE_ENGINE.has(name));
  }

  /** The bytes sent beside the body, if the field was sent so. */
  sequence(name: string): Buffer | null {
    return this.sequences.get(name) ?? null;
  }

  /** The documents of a field, sent beside the body or in it. */
  documents(name: string): Buffer[] {
    const sequence = this.sequence(name);
    if (sequence) return splitSequence(sequence);
    const element = this.elements.find((candidate) => candidate.name === name);
    return element ? documentsInArray(this.body, element) : [];
  }
}

/** What command handlers work with. */
export interface CommandContext {
  engine: Engine;
  cursors: Cursors;
  counts: CommandCounts;
  /** host:port under which clients reach this gateway. */
  address: string;
}

/** Carries out a command. Gives the reply, as bytes where the engine made it. */
export type CommandHandler = (request: CommandRequest, context: CommandContext) => Promise<Buffer | Fields> | Fields;
