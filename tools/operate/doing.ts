import type { Command } from 'commander';
import type { OperatorOrders } from '@sluice/clients/operators';
import { connected, exitCodes, fail, given } from './connection.ts';
import { print, printJson } from './printing.ts';
import type { Shared } from './reading.ts';

interface Choice extends Shared {
  readonly cause?: string;
  readonly reason: string;
}

const done = { redrive: 'put back', discard: 'given up' } as const;

async function decide(decision: 'redrive' | 'discard', ids: readonly string[], { cause, reason, json, tenant }: Choice): Promise<void> {
  if (ids.length === 0 && cause === undefined) fail('Name dead letters by their ids, or all of one cause by --cause.', exitCodes.usage);
  const client = await connected(tenant);
  const body = { ...(ids.length > 0 && { ids: [...ids] }), ...(cause !== undefined && { cause }), reason };
  const { count } = await client.value(decision === 'redrive' ? client.POST('/dead-letters/redrive', { body }) : client.POST('/dead-letters/discard', { body }));
  if (json) printJson({ count });
  else print(`${count} ${count === 1 ? 'message was' : 'messages were'} ${done[decision]}.`);
}

async function clock({ advance, json, tenant }: Shared & { readonly advance?: string }): Promise<void> {
  const client = await connected(tenant);
  const { now } = await client.value(advance === undefined ? client.GET('/clock') : client.POST('/clock/advance', { body: { by: advance } }));
  if (json) printJson({ now });
  else print(now);
}

type PauseOrder = OperatorOrders['/pauses'];

interface PauseOptions extends Shared {
  readonly rail?: NonNullable<PauseOrder['rail']>;
  readonly provider?: NonNullable<PauseOrder['provider']>;
  readonly reason: string;
}

const extentOf = ({ rail, provider }: Pick<PauseOrder, 'rail' | 'provider'>): string => [rail === undefined ? 'all rails and chains' : rail, ...(provider === undefined ? [] : [`by the ${provider}`])].join(' ');

async function pause({ rail, provider, reason, json, tenant }: PauseOptions): Promise<void> {
  const client = await connected(tenant);
  const made = await client.value(client.POST('/pauses', { body: { ...given({ rail, provider }), reason } }));
  if (json) printJson(made);
  else print(`No new payout begins over ${extentOf(made)}, until npx sluice release ${made.id}.`);
}

async function release(id: string, { json, tenant }: Shared): Promise<void> {
  const client = await connected(tenant);
  const released = await client.value(client.DELETE('/pauses/{id}', { params: { path: { id } } }));
  if (json) printJson(released);
  else print(`Payouts over ${extentOf(released)} begin again within a minute.`);
}

type Place = OperatorOrders['/simulations/deposits'];

interface DepositOptions extends Shared {
  readonly currency?: NonNullable<Place['currency']>;
  readonly chain?: NonNullable<Place['chain']>;
  readonly position?: NonNullable<Place['positionKey']>;
}

async function deposit(target: string, amount: string, { json, tenant, currency, chain, position: positionKey }: DepositOptions): Promise<void> {
  const client = await connected(tenant);
  const { id } = await client.value(client.POST('/simulations/deposits', { body: { target, amount, ...given({ currency, chain, positionKey }) } }));
  if (json) printJson({ id });
  else print(`${amount} arrived at ${target}.`);
}

/** The commands that change something. */
export function addDoing(program: Command): void {
  const options = <Options>(command: Command): Options => command.optsWithGlobals<Options & Record<string, unknown>>();
  for (const [decision, description] of [['redrive', 'put dead letters back into their queues'], ['discard', 'give dead letters up']] as const) {
    program.command(decision).description(description).argument('[ids...]').option('--cause <text>', 'all of this cause').requiredOption('--reason <text>', 'for the audit log')
      .action((ids: string[], _, command: Command) => decide(decision, ids, options(command)));
  }
  program.command('pause').description('stop new payouts, of a rail or chain or by a provider where it is named').option('--rail <name>', 'or chain').option('--provider <name>', 'bank or chain')
    .requiredOption('--reason <text>', 'for the audit log').action((_, command: Command) => pause(options(command)));
  program.command('release').description('end a pause').argument('<id>').action((id: string, _, command: Command) => release(id, options(command)));
  program.command('clock').description('show the tenant’s clock (sandbox)').option('--advance <duration>', 'move it ahead, such as PT48H').action((_, command: Command) => clock(options(command)));
  program.command('deposits').description('let money arrive (sandbox)').argument('<target>', 'an account, portfolio or wallet').argument('<amount>')
    .option('--currency <code>').option('--chain <name>').option('--position <key>').action((target: string, amount: string, _, command: Command) => deposit(target, amount, options(command)));
}
