import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type { OperatorClient, OperatorShapes } from '@sluice/clients/operators';
import { connected, exitCodes, fail, given } from './connection.ts';
import { note, print, shown } from './printing.ts';
import type { Shared } from './reading.ts';

type Change = OperatorShapes['ChangeEvent'];
type Event = Omit<Change, 'withdrawalId'> | Omit<OperatorShapes['NoticeEvent'], 'withdrawalId'>;

interface TailOptions extends Shared {
  readonly after?: string;
  readonly all?: true;
  readonly withdrawal?: string;
  readonly once?: true;
}

const PAGE = 200;
const EVERY_MS = 500;

const aboutOf = (event: Event): string =>
  'phase' in event.data ? `${event.data.amount.amount} ${event.data.amount.currency}${event.data.hold === 'none' ? '' : `, waits for ${event.data.hold}`}` : `${event.data.failures} failures: ${event.data.cause}`;

const lineOf = (event: Event): string => `${event.at}  ${event.dialect.padEnd(12)}  ${shown(event.dialectId)}  ${event.type}  ${shown(aboutOf(event))}`;

const printEvent = (event: Event, { json }: Shared): void => print(json ? JSON.stringify(event) : lineOf(event));

/** Events as they are logged from now on. That the gateway ends the stream is a failure: something may be missed before it is heard again. */
async function printLive(client: OperatorClient, options: TailOptions, signal: AbortSignal): Promise<void> {
  try {
    const events = await client.listen(signal);
    note('Listening.');
    for await (const event of events) printEvent(event, options);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (!signal.aborted) fail('The gateway ended the stream. What came since is in the log: --all prints it.', exitCodes.away);
}

/** The log from a cursor on, or of one withdrawal: nothing is missed. With `once` what is there now. */
async function printLog(client: OperatorClient, { after, withdrawal, once, ...options }: TailOptions, signal: AbortSignal): Promise<void> {
  for (let cursor = after; !signal.aborted;) {
    const { data, nextCursor } = await client.value(client.GET('/events', { params: { query: given({ limit: PAGE, after: cursor, withdrawalId: withdrawal }) } }));
    for (const event of data) printEvent(event, options);
    cursor = nextCursor;
    if (data.length > 0) continue;
    if (once) return note(`The next is after ${cursor}.`);
    await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function tail(options: TailOptions, signal: AbortSignal): Promise<void> {
  const client = await connected(options.tenant);
  const isOfLog = [options.after, options.all, options.withdrawal, options.once].some((given) => given !== undefined);
  await (isOfLog ? printLog : printLive)(client, options, signal);
}

export function addTail(program: Command, signal: AbortSignal): void {
  program.command('tail').description('follow the event log from now on; one JSON object a line with --json').option('--after <cursor>', 'from there on; now for the log’s end: unlike the live stream, nothing is missed when the gateway restarts').option('--all', 'from the beginning on')
    .option('--withdrawal <id>', 'of this one alone, from its beginning on').option('--once', 'print what is there, and end')
    .action((_, command: Command) => tail(command.optsWithGlobals<TailOptions & Record<string, unknown>>(), signal));
}
